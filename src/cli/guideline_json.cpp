// Where the pages of an item came from, as JSON.
#include "cli/to_json.h"

#include <boost/json.hpp>

namespace openimr::cli {
namespace {

namespace json = boost::json;

json::value or_null(const std::string& words) { return words.empty() ? json::value(nullptr) : json::value(words); }

json::array words(const std::vector<std::string>& list) {
  json::array array;
  for (const auto& one : list) array.emplace_back(one);
  return array;
}

json::value edition_json(const guidelines::EditionChoice& edition) {
  json::object others;
  for (const auto& [event, pack] : edition.by_other) others[event] = or_null(pack);
  return json::object{{"day", edition.day.iso()},
                      {"chosen_by", or_null(edition.event)},
                      {"pack", or_null(edition.pack)},
                      {"by_other_days", others},
                      {"citation", or_null(edition.citation.text)},
                      {"verified", edition.citation.verified}};
}

json::value gate_json(const guidelines::Gate& gate) {
  return json::object{{"step", gate.step},
                      {"source", gate.source},
                      {"opens_when", or_null(gate.question)},
                      {"opened", gate.is_open},
                      {"speaks", gate.speaks},
                      {"reason", gate.reason},
                      {"topics", words(gate.topics)},
                      {"citation", gate.citation}};
}

} // namespace

json::value to_json(const guidelines::SourceAnswer& sources) {
  json::array gates;
  for (const auto& gate : sources.gates) gates.push_back(gate_json(gate));
  return json::object{
      {"edition", edition_json(sources.edition)},
      {"pages_of", sources.pages_day.iso()},
      {"standing", or_null(sources.standing)},
      {"presumption", json::object{{"status", sources.presumption}, {"text", or_null(sources.presumption_text)}}},
      {"silence", or_null(sources.silence)},
      {"gates", gates},
      {"notes", words(sources.notes)}};
}

} // namespace openimr::cli
