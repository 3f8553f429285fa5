#include "intake/opinion_file.h"

#include "base/files.h"
#include "text/data_file.h"

#include <fmt/format.h>
#include <set>

namespace openimr::intake {
namespace {

using records::Opinion;
using text::Value;

std::vector<records::ItemOpinion> items(const Value& value) {
  std::vector<records::ItemOpinion> result;
  std::set<std::string> ids;
  for (const Value& item : value.list()) {
    item.only({"id", "decision", "criteria", "guidelines", "words"});
    records::ItemOpinion opinion;
    opinion.id = item.required("id").string();
    opinion.decision = item.required("decision").one_of({"upheld", "overturned"});
    opinion.words = item["words"].string();
    for (const Value& criterion : item["criteria"].list()) {
      criterion.only({"id", "verdict", "reason"});
      opinion.criteria.push_back({criterion.required("id").string(),
                                  criterion.required("verdict").one_of({"met", "not_met", "unknown"}),
                                  criterion["reason"].string()});
    }
    for (const Value& guideline : item["guidelines"].list()) {
      guideline.only({"source", "pages"});
      opinion.guidelines.push_back({guideline.required("source").string(), guideline["pages"].string()});
    }
    if (!opinion.id.empty() && !ids.insert(opinion.id).second)
      item["id"].problem(fmt::format("the id \"{}\" a second time", opinion.id), "one decision for every item",
                         "remove one of them");
    result.push_back(std::move(opinion));
  }
  return result;
}

Opinion read_root(const Value& root) {
  root.only({"schema", "reviewer", "date", "attestations", "summary", "items", "resolutions", "signature"});
  root["schema"].one_of({"1"}, "1");
  Opinion opinion;
  opinion.reviewer = root.required("reviewer").string();
  opinion.date = root.required("date").date();
  for (const Value& attestation : root["attestations"].list()) {
    attestation.only({"party", "conflict"});
    opinion.attestations.push_back({attestation.required("party").string(), attestation.required("conflict").string()});
  }
  opinion.summary = root["summary"].string();
  opinion.items = items(root.required("items"));
  for (const Value& resolution : root["resolutions"].list()) {
    resolution.only({"check", "text", "pages_read"});
    opinion.resolutions.push_back({resolution.required("check").string(), resolution.required("text").string()});
    for (const Value& page : resolution["pages_read"].list()) {
      page.only({"file", "page"});
      opinion.resolutions.back().pages_read.push_back(
          {page.required("file").string(), page.required("page").integer()});
    }
  }
  if (const Value signature = root["signature"]; signature.is_present()) {
    signature.only({"algorithm", "public_key", "value"});
    opinion.signature =
        records::Signature{signature.required("algorithm").one_of({"ed25519"}),
                           signature.required("public_key").string(), signature.required("value").string()};
  }
  return opinion;
}

} // namespace

Result<Opinion> parse_opinion(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  Opinion opinion = read_root(reader.root());
  if (!reader.problems().empty()) return reader.as_error();
  return opinion;
}

Result<Opinion> read_opinion(const std::string& path) {
  auto bytes = read_file(path, std::size_t{16} << 20);
  if (!bytes) return bytes.error();
  return parse_opinion(path, *bytes);
}

} // namespace openimr::intake
