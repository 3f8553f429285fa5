#include "intake/documents_file.h"

#include "text/data_file.h"

#include <fmt/format.h>

namespace openimr::intake {
namespace {

using text::Value;

/// `received` is a moment or a plain day.
std::optional<Date> received_day(const Value& value) {
  if (!value.is_present()) return std::nullopt;
  if (value.is_scalar())
    if (const auto day = Date::parse_iso(value.string())) return day;
  const auto moment = value.instant();
  return moment ? std::optional(moment->local_date()) : std::nullopt;
}

} // namespace

Result<std::map<std::string, DocumentEntry>> parse_documents_file(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "documents"});
  root["schema"].one_of({"1"}, "1");
  std::map<std::string, DocumentEntry> entries;
  for (const Value& item : root["documents"].list()) {
    item.only({"file", "sender", "received", "kind", "date", "title", "author"});
    std::string path = item.required("file").string();
    if (!path.empty() && !path.starts_with("documents/")) path = "documents/" + path;
    DocumentEntry entry{item["sender"].string(),
                        item["kind"].string(),
                        item["title"].string(),
                        item["author"].string(),
                        item["date"].date(),
                        received_day(item["received"]),
                        item.line()};
    if (!path.empty() && !entries.emplace(path, entry).second)
      item["file"].problem(fmt::format("the file {} a second time", path), "every file once",
                           "remove one of the entries");
  }
  if (!reader.problems().empty()) return reader.as_error();
  return entries;
}

} // namespace openimr::intake
