// Where the pages of an item came from, as JSON.
#include "answers/to_json.h"

#include <boost/json.hpp>

namespace openimr::answers {
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

json::value rule_json(const guidelines::FormularyRule& rule) {
  return json::object{
      {"id", rule.id}, {"text", rule.text}, {"citation", rule.citation}, {"confidence", rule.confidence}};
}

json::value reason_json(const guidelines::Reason& reason) {
  json::object object{{"kind", reason.kind}, {"text", reason.text}};
  if (reason.verdict) object["verdict"] = guidelines::name(*reason.verdict);
  if (!reason.quotes.empty()) {
    json::array quotes;
    for (const auto& quote : reason.quotes)
      quotes.push_back(json::object{{"words", quote.words}, {"file", quote.document}, {"page", quote.page}});
    object["quotes"] = std::move(quotes);
  }
  if (!reason.parts.empty()) {
    json::array parts;
    for (const auto& part : reason.parts) parts.push_back(reason_json(part));
    object["parts"] = std::move(parts);
  }
  return object;
}

} // namespace

json::value to_json(const guidelines::Reason& reason) { return reason_json(reason); }

json::value to_json(const guidelines::FormularyAnswer& answer) {
  json::array rules, conditions;
  for (const auto& rule : answer.rules) rules.push_back(rule_json(rule));
  for (const auto& condition : answer.conditions)
    conditions.push_back(json::object{
        {"rule", condition.rule}, {"text", condition.text}, {"verdict", guidelines::name(condition.verdict)}});
  return json::object{{"drug", answer.drug},
                      {"status", or_null(answer.status)},
                      {"list", or_null(answer.list)},
                      {"prospective_review", guidelines::name(answer.review)},
                      {"rules", rules},
                      {"conditions", conditions},
                      {"confidence", or_null(answer.confidence)},
                      {"doubts", words(answer.doubts)}};
}

json::value to_json(const guidelines::EvidenceWeighing& weighing) {
  json::array citations;
  for (const auto& one : weighing.citations)
    citations.push_back(json::object{{"id", one.id},
                                     {"citation", one.printed},
                                     {"supports", one.is_for ? "treatment" : "denial"},
                                     {"set_aside", one.is_set_aside},
                                     {"level", or_null(one.level)},
                                     {"reason", one.reason}});
  return json::object{
      {"variance", weighing.is_variance}, {"question", weighing.question}, {"supports", or_null(weighing.supports)},
      {"level", or_null(weighing.level)}, {"citations", citations},        {"reasons", words(weighing.reasons)}};
}

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

} // namespace openimr::answers
