// The record of a case: its documents, their bytes, pages and pictures, and the search through them.
#include "answers/chart_json.h"
#include "answers/page_json.h"
#include "answers/to_json.h"
#include "base/files.h"
#include "clinical/file_search.h"
#include "intake/page_picture.h"
#include "intake/reading_queue.h"
#include "server/house.h"
#include "server/picture.h"
#include "server/reading.h"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace openimr::server {
namespace {

namespace json = boost::json;
using records::Document;

json::object listed(const std::string& number, const Document& document) {
  json::object object = answers::contents_json(document).as_object();
  json::array numbers;
  for (const auto& page : document.pages)
    numbers.push_back(json::object{{"number", page.number},
                                   {"width", page.width},
                                   {"height", page.height},
                                   {"source", records::name(page.source)},
                                   {"confidence", page.confidence},
                                   {"unread", page.counts_as_unread()}});
  object["page_list"] = std::move(numbers);
  object["content"] = fmt::format("/api/v1/cases/{}/documents/{}/content", number, document.id);
  object["duplicate_of"] = object["same_as"];
  return object;
}

std::string contents(const std::string& number, const records::CaseFile& file) {
  json::array list, unread;
  for (const Document& document : file.documents) list.push_back(listed(number, document));
  for (const auto& one : intake::reading_queue(file.documents))
    unread.push_back(json::object{{"document", one.document},
                                  {"file", one.file},
                                  {"page", one.page},
                                  {"reason", one.reason},
                                  {"confidence", one.confidence},
                                  {"words", one.words},
                                  {"used", !one.is_unread}});
  return json::serialize(
      json::object{{"documents", list}, {"unread", unread}, {"problems", answers::to_json(file.problems)}});
}

Response documents(Call& call) {
  auto reading = reading_of(call, "documents");
  if (!reading) return problem(reading.error());
  return part_answer(**reading, "documents",
                     [&] { return contents(call.name("number"), (*reading)->review().case_file); });
}

/// The document of the path, with its reading.
struct Found {
  ReadingPointer reading;
  const Document* document = nullptr;
  const records::Page* page = nullptr;
};

Result<Found> find(Call& call, const std::string& why, bool with_page) {
  auto reading = reading_of(call, why);
  if (!reading) return reading.error();
  Found found{*reading, (*reading)->document(call.name("id")), nullptr};
  const auto missing = [&](const std::string& what) {
    return Error{ErrorKind::NotFound, "case " + call.name("number"), "no such " + what, "one of its documents",
                 "see its list of documents"};
  };
  if (!found.document) return missing("document");
  if (!with_page) return found;
  const std::string& written = call.name("page");
  int number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error == std::errc() && end == written.data() + written.size())
    found.page = Reading::page(*found.document, number);
  if (!found.page) return missing("page");
  return found;
}

/// Papers are shown in a box of their own: no script runs, and nothing is fetched.
void guard_paper(Response& response) {
  response.set("Content-Security-Policy",
               "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
  response.set("Content-Disposition", "inline");
  response.set("Cache-Control", "private, no-cache");
}

/// A media type that a browser shows as what it is; everything else as bytes.
std::string shown_type(const std::string& type) {
  for (const char* known : {"application/pdf", "image/png", "image/jpeg", "image/tiff", "text/plain"})
    if (type == known) return type == "text/plain" ? "text/plain; charset=utf-8" : type;
  return "application/octet-stream";
}

/// Not erased since it was decrypted.
bool is_still_kept(Call& call, const Document& document) {
  const auto* vault = call.office().vault();
  auto name = desk::vault_name_of(call.office().store(), call.name("number"), document.sha256);
  return vault && name && !name->empty() && vault->about(*name);
}

/// The whole paper; the look is asked for and is a row of the log, whether it was decrypted before or not.
Result<std::shared_ptr<const std::string>> bytes_of(Call& call, const Document& document) {
  const std::string& number = call.name("number");
  const std::string key = number + "/" + document.file + "/" + document.sha256;
  if (auto known = call.house.papers.find(key); known && is_still_kept(call, document)) {
    auto seen = call.office().saw_page(call.caller(), number, document.file, "");
    if (!seen) return seen.error();
    return known;
  }
  auto bytes = std::make_shared<std::string>();
  auto read =
      call.office().read_paper(call.caller(), number, document.file, "", [&](std::string_view some) -> Result<Done> {
        *bytes += some;
        return Done{};
      });
  if (!read) return read.error();
  call.house.papers.keep(key, bytes);
  return std::shared_ptr<const std::string>(std::move(bytes));
}

Response content(Call& call) {
  auto found = find(call, "documents", false);
  if (!found) return problem(found.error());
  const std::string tag = "\"" + found->document->sha256 + "\"";
  Response response;
  response.set("ETag", tag);
  response.set("Accept-Ranges", "bytes");
  guard_paper(response);
  if (call.request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  auto paper = bytes_of(call, *found->document);
  if (!paper) return problem(paper.error());
  const std::string& bytes = **paper;
  response.set("Content-Type", shown_type(found->document->media_type));
  const auto range = read_range(call.request.header("range"), bytes.size());
  const auto if_range = call.request.header("if-range");
  if (!range || (!if_range.empty() && if_range != tag)) {
    response.shared = std::move(*paper);
    return response;
  }
  if (!range->is_satisfiable) {
    Response refused = problem(416, "the range lies behind the end");
    refused.set("Content-Range", fmt::format("bytes */{}", bytes.size()));
    return refused;
  }
  response.status = 206;
  response.set("Content-Range", fmt::format("bytes {}-{}/{}", range->begin, range->end - 1, bytes.size()));
  response.body = bytes.substr(range->begin, range->end - range->begin);
  return response;
}

Response page(Call& call) {
  auto found = find(call, "pages", true);
  if (!found) return problem(found.error());
  return part_answer(*found->reading, fmt::format("page {} {}", found->document->id, found->page->number), [&] {
    std::string out;
    answers::append_page(out, *found->document, *found->page);
    return out;
  });
}

/// A paper as a file for the worker; gone with this.
class PassingFile {
public:
  PassingFile(Call& call, const Document& document) : folder_(desk::CaseFolder::make(call.house.options.spool)) {
    if (!folder_) {
      error_ = folder_.error();
      return;
    }
    std::string bytes;
    auto read = call.office().read_paper(call.caller(), call.name("number"), document.file, call.name("page"),
                                         [&](std::string_view some) -> Result<Done> {
                                           bytes += some;
                                           return Done{};
                                         });
    if (!read) {
      error_ = read.error();
      return;
    }
    const auto dot = document.file.rfind('.');
    path_ = folder_->path() + "/paper" + (dot == std::string::npos ? "" : document.file.substr(dot));
    if (auto written = write_file(path_, bytes); !written) error_ = written.error();
  }
  const std::optional<Error>& error() const { return error_; }
  const std::string& path() const { return path_; }

private:
  Result<desk::CaseFolder> folder_;
  std::string path_;
  std::optional<Error> error_;
};

Response image(Call& call) {
  auto found = find(call, "pages", true);
  if (!found) return problem(found.error());
  const std::string tag = fmt::format("\"{}-{}\"", found->document->sha256, found->page->number);
  Response response;
  response.set("ETag", tag);
  guard_paper(response);
  if (call.request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  if (!call.has_time) throw NeedsTime{};
  const PassingFile file(call, *found->document);
  if (file.error()) return problem(*file.error());
  const auto& installation = call.office().installation();
  intake::ReadOptions options;
  options.worker_program = installation.worker_program;
  options.packs_folder = installation.packs_folder;
  const auto picture = intake::picture_of(file.path(), found->page->number, options);
  std::string png = picture ? to_png(*picture) : "";
  if (png.empty()) return problem(404, "this page has no picture", "read its words");
  response.set("Content-Type", "image/png");
  response.body = std::move(png);
  return response;
}

Response search(Call& call) {
  auto body = Body::read(call.request, {"words"});
  if (!body) return problem(body.error());
  std::vector<std::string> asked;
  if (const auto* words = body->find("words"); words && words->is_string())
    asked.push_back(body->text("words"));
  else
    asked = body->texts("words");
  if (asked.empty() || asked.size() > 20) body->wrong("words", "none, or too many", "1 to 20 things to look for");
  for (const auto& one : asked)
    if (one.empty() || one.size() > 400) body->wrong("words", "nothing, or too much", "1 to 400 bytes each");
  if (body->error()) return problem(*body->error());
  auto reading = reading_of(call, "search");
  if (!reading) return problem(reading.error());
  auto vocabulary = call.house.vocabulary();
  if (!vocabulary) return problem(vocabulary.error());
  const auto& review = (*reading)->review();
  json::array searches;
  for (const auto& one : asked)
    searches.push_back(
        answers::to_json(clinical::search_file(**vocabulary, review.chart, review.case_file.documents, one)));
  return answer(json::object{{"searches", searches}});
}

} // namespace

Routes record_routes() {
  const std::string base = "/api/v1/cases/{number}";
  return {
      {.method = "GET",
       .pattern = base + "/documents",
       .handler = documents,
       .summary = "The table of contents of the record, and the pages that a person has to read",
       .answer = "api_documents",
       .refusals = {403, 404, 422}},
      {.method = "GET",
       .pattern = base + "/documents/{id}/content",
       .handler = content,
       .summary = "The bytes of a document's file, whole or a range",
       .refusals = {304, 403, 404, 416, 422},
       .media = "application/octet-stream"},
      {.method = "GET",
       .pattern = base + "/documents/{id}/pages/{page}",
       .handler = page,
       .summary = "One page: text, words with their places in points from the top left",
       .answer = "api_page",
       .refusals = {403, 404, 422}},
      {.method = "GET",
       .pattern = base + "/documents/{id}/pages/{page}/image",
       .handler = image,
       .summary = "One page as a picture of 150 dots an inch, drawn by the confined worker",
       .refusals = {304, 403, 404, 422},
       .media = "image/png"},
      {.method = "POST",
       .pattern = base + "/search",
       .handler = search,
       .summary = "Where the record speaks of it, or the proof that it does not",
       .answer = "search",
       .refusals = {403, 404, 422},
       .body = "words",
       .most_body = 16384},
  };
}

} // namespace openimr::server
