// Papers of a case as DocumentReference and Binary (FHIR R4). The id of one is "NUMBER.HASH", with the first 32 digits
// of its SHA-256.
#include "base/encoding.h"
#include "base/files.h"
#include "base/hash.h"
#include "server/fhir_answers.h"
#include "server/house.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::server {
namespace {

namespace json = boost::json;
using desk::CasePaper;

constexpr std::size_t id_digits = 32;

/// Endings of papers and their media types; the first of a type names what comes in without a name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> types{{{"pdf", "application/pdf"},
                                                                               {"tif", "image/tiff"},
                                                                               {"tiff", "image/tiff"},
                                                                               {"png", "image/png"},
                                                                               {"jpg", "image/jpeg"},
                                                                               {"jpeg", "image/jpeg"},
                                                                               {"txt", "text/plain"},
                                                                               {"html", "text/html"},
                                                                               {"rtf", "application/rtf"},
                                                                               {"xml", "application/xml"},
                                                                               {"json", "application/json"},
                                                                               {"zip", "application/zip"}}};

std::string type_of(const std::string& file) {
  const auto dot = file.rfind('.');
  for (const auto& [ending, type] : types)
    if (dot != file.npos && file.substr(dot + 1) == ending) return std::string(type);
  return "application/octet-stream";
}

std::string id_of(const std::string& number, const CasePaper& paper) {
  return number + "." + paper.sha256.substr(0, id_digits);
}

json::object to_fhir(const std::string& number, const CasePaper& paper) {
  const std::string id = id_of(number, paper);
  json::object attachment{{"contentType", type_of(paper.file)}, {"url", "/fhir/Binary/" + id}, {"title", paper.file}};
  if (paper.size > 0) attachment["size"] = paper.size;
  return {
      {"resourceType", "DocumentReference"},
      {"id", id},
      {"masterIdentifier", json::object{{"system", "urn:openimr:sha256"}, {"value", paper.sha256}}},
      {"status", "current"},
      {"date", paper.on.iso() + "T00:00:00Z"},
      {"author", json::array{json::object{{"display", paper.from}}}},
      {"content", json::array{json::object{{"attachment", std::move(attachment)}}}},
      {"context",
       json::object{{"related", json::array{json::object{{"identifier", json::object{{"system", "urn:openimr:review"},
                                                                                     {"value", number}}}}}}}}};
}

struct Found {
  std::string number;
  CasePaper paper;
};

/// The paper of an id, for who may read it.
Result<Found> find(Call& call) {
  const std::string& id = call.name("id");
  const auto dot = id.rfind('.');
  const Error missing{ErrorKind::NotFound, "papers", "no paper of this id", "one of a DocumentReference search",
                      "ask for DocumentReference?case=NUMBER"};
  if (dot == id.npos || id.size() - dot - 1 != id_digits) return missing;
  const std::string number = id.substr(0, dot);
  auto papers = call.office().papers(call.caller(), number);
  if (!papers) return papers.error();
  for (const auto& paper : *papers)
    if (id_of(number, paper) == id) return Found{number, paper};
  return missing;
}

Response read(Call& call) {
  auto found = find(call);
  return found ? fhir_answer(to_fhir(found->number, found->paper)) : fhir_problem(problem(found.error()));
}

Response search(Call& call) {
  const std::string number = call.query("case");
  auto papers = call.office().papers(call.caller(), number);
  if (!papers) return fhir_problem(problem(papers.error()));
  json::array entries;
  for (const auto& paper : *papers)
    entries.push_back(json::object{{"fullUrl", "urn:openimr:paper:" + id_of(number, paper)},
                                   {"resource", to_fhir(number, paper)},
                                   {"search", json::object{{"mode", "match"}}}});
  return fhir_answer(
      json::object{{"resourceType", "Bundle"}, {"type", "searchset"}, {"total", entries.size()}, {"entry", entries}});
}

Response binary(Call& call) {
  auto found = find(call);
  if (!found) return fhir_problem(problem(found.error()));
  Response response;
  auto given = call.office().read_paper(call.caller(), found->number, found->paper.file, "",
                                        [&](std::string_view some) -> Result<Done> {
                                          response.body += some;
                                          return Done{};
                                        });
  if (!given) return fhir_problem(problem(given.error()));
  response.set("Content-Type", type_of(found->paper.file));
  response.set("Content-Disposition", "attachment");
  response.set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
  return response;
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(json::string_view(name.data(), name.size()));
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

/// A name for the paper: its title without folders and odd signs, with the ending of its type.
std::string name_of(const json::object& attachment) {
  const std::string title = text_of(attachment, "title"), type = text_of(attachment, "contentType");
  std::string name = title.substr(title.find_last_of("/\\") + 1).substr(0, 100);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f || c == ':' || c == '"'; }, '-');
  while (name.starts_with('.')) name.erase(0, 1);
  if (name.empty()) name = "document";
  if (type_of(name) == "application/octet-stream")
    for (const auto& [ending, known] : types)
      if (type.substr(0, type.find(';')) == known) return name + "." + std::string(ending);
  return name;
}

/// The attachments of a DocumentReference, decoded into files of the folder.
Result<std::vector<desk::IncomingPaper>> papers_in(const json::value& resource, const std::string& folder) {
  const auto wrong = [](const char* found, const char* expected) {
    return Error{ErrorKind::Input, "DocumentReference.content.attachment", found, expected,
                 "send the document's bytes in `data`; what lies elsewhere is not fetched"};
  };
  std::vector<desk::IncomingPaper> papers;
  const auto* content = resource.as_object().if_contains("content");
  if (!content || !content->is_array() || content->as_array().empty()) return wrong("none", "one or more");
  for (const auto& one : content->as_array()) {
    const auto* attachment = one.is_object() ? one.as_object().if_contains("attachment") : nullptr;
    if (!attachment || !attachment->is_object()) return wrong("an entry without one", "an attachment");
    const auto bytes = from_base64(text_of(attachment->as_object(), "data"));
    if (!bytes || bytes->empty()) return wrong("no data, or data that is no base64", "base64 on one line");
    const std::string path = fmt::format("{}/{}", folder, papers.size());
    if (auto written = write_file(path, *bytes); !written) return written.error();
    papers.push_back({path, name_of(attachment->as_object())});
  }
  return papers;
}

Response create(Call& call) {
  const std::string number = call.query("case"), from = call.query("from");
  json::error_code error;
  const auto resource = json::parse(call.request.body, error);
  if (error || !resource.is_object() || text_of(resource.as_object(), "resourceType") != "DocumentReference")
    return fhir_problem(
        problem(Error{ErrorKind::Input, "body", "something else", "a FHIR R4 DocumentReference as JSON", "send one"}));
  auto folder = desk::CaseFolder::make(call.house.options.spool);
  if (!folder) return fhir_problem(problem(folder.error()));
  auto papers = papers_in(resource, folder->path());
  if (!papers) return fhir_problem(problem(papers.error()));
  auto done = call.office().add_documents(call.caller(), number, *papers, from.empty() ? "claims_administrator" : from,
                                          false, options_of(call));
  if (!done) return fhir_problem(problem(done.error()));
  Response response = fhir_note(fmt::format("{} kept as papers of case {}", papers->size(), number));
  response.status = 201;
  if (auto bytes = read_file(papers->front().path, call.request.body.size()))
    response.set("Location", "/fhir/DocumentReference/" + number + "." + sha256_hex(*bytes).substr(0, id_digits));
  response.set("ETag", fmt::format("\"{}\"", done->state.version));
  return response;
}

} // namespace

Routes fhir_document_routes() {
  const std::string base = "/fhir/DocumentReference";
  return {
      {.method = "GET",
       .pattern = base,
       .handler = search,
       .summary = "The papers of a case as a searchset, ?case=NUMBER",
       .refusals = {403, 404},
       .queries = {"case"},
       .media = fhir_json},
      {.method = "GET",
       .pattern = base + "/{id}",
       .handler = read,
       .summary = "A paper of a case",
       .refusals = {403, 404},
       .media = fhir_json},
      {.method = "GET",
       .pattern = "/fhir/Binary/{id}",
       .handler = binary,
       .summary = "The bytes of a paper",
       .refusals = {403, 404},
       .media = "application/octet-stream",
       .is_slow = true},
      {.method = "POST",
       .pattern = base,
       .handler = create,
       .summary = "The attachments of a DocumentReference become papers of the case ?case=NUMBER",
       .refusals = {403, 404, 409, 422},
       .body = "a DocumentReference (FHIR R4) with data",
       .queries = {"case", "from"},
       .status = 201,
       .media = fhir_json,
       .is_slow = true,
       .most_body = std::uint64_t{64} << 20},
  };
}

} // namespace openimr::server
