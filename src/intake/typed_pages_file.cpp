#include "intake/typed_pages_file.h"

#include "text/data_file.h"

#include <fmt/format.h>

namespace openimr::intake {
namespace {

using text::Value;

TypedPage entry_of(const Value& item) {
  item.only({"file", "page", "by", "on", "text", "says", "sha256"});
  TypedPage entry;
  entry.line = item.line();
  entry.by = item.required("by").string();
  if (item["by"].is_present() && entry.by.find_first_not_of(" \t\n\r") == std::string::npos)
    item["by"].problem("no name", "the name of the person who read the page", "write who read it");
  entry.on = item.required("on").date();
  entry.sha256 = item["sha256"].string();
  entry.text = item["text"].string();
  const std::string says = item["says"].one_of({"as_read", "nothing"});
  entry.says = says == "as_read"   ? TypedPage::Says::AsRead
               : says == "nothing" ? TypedPage::Says::Nothing
                                   : TypedPage::Says::Text;
  const bool has_text = entry.text.find_first_not_of(" \n\t\r") != std::string::npos;
  if (has_text && !says.empty())
    item["says"].problem("text and says together", "one of them", "remove says, or the text");
  if (!has_text && says.empty())
    item.problem("neither text nor says", "the words of the page, or says: as_read or nothing",
                 "write what the page says");
  if (has_text && entry.text.back() != '\n') entry.text += '\n';
  return entry;
}

} // namespace

Result<TypedPages> parse_typed_pages(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "pages"});
  root["schema"].one_of({"1"}, "1");
  TypedPages pages;
  for (const Value& item : root["pages"].list()) {
    TypedPage entry = entry_of(item);
    std::string path = item.required("file").string();
    if (!path.empty() && !path.starts_with("documents/")) path = "documents/" + path;
    const int page = item.required("page").integer();
    if (page < 1)
      item["page"].problem(fmt::format("the page {}", page), "1 or more", "count from the file's first page");
    if (!path.empty() && page >= 1 && !pages.emplace(std::pair(path, page), std::move(entry)).second)
      item["page"].problem(fmt::format("page {} of {} a second time", page, path), "every page once",
                           "remove one of the entries");
  }
  if (!reader.problems().empty()) return reader.as_error();
  return pages;
}

void apply(const TypedPage& typed, records::Page& page) {
  if (typed.says != TypedPage::Says::AsRead) {
    page.text = typed.text;
    page.words.clear();
    page.parts.clear();
    page.source = typed.says == TypedPage::Says::Text ? records::TextSource::Typed : records::TextSource::None;
  }
  page.confidence = 100;
  page.is_unread = false;
  page.doubt.clear();
  page.typed_by = typed.by;
  page.typed_on = typed.on;
}

} // namespace openimr::intake
