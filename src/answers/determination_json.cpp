// The JSON of a determination: decisions with every reviewer's analysis, claims of absence with their searches.
#include "answers/to_json.h"

#include <boost/json.hpp>

namespace openimr::answers {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array strings(const std::vector<std::string>& list) {
  json::array array;
  for (const auto& one : list) array.push_back(json::value(one));
  return array;
}

json::array citations(const std::vector<records::GuidelineCitation>& list) {
  json::array array;
  for (const auto& one : list)
    array.push_back(json::object{{"source", one.source}, {"pages", text_or_null(one.pages)}});
  return array;
}

const char* decided(bool is_overturned) { return is_overturned ? "overturned" : "upheld"; }

json::value analysis_json(const determination::Analysis& analysis) {
  json::array edits, overrides;
  for (const auto& edit : analysis.edits)
    edits.push_back(json::object{{"what", determination::name(edit.kind)}, {"text", edit.text}});
  for (const auto& one : analysis.overrides)
    overrides.push_back(json::object{
        {"criterion", one.criterion}, {"engine", one.engine}, {"reviewer", one.reviewer}, {"reason", one.reason}});
  return json::object{{"seat", analysis.seat},
                      {"decision", decided(analysis.is_overturned)},
                      {"guidelines", citations(analysis.guidelines)},
                      {"rationale", strings(analysis.rationale)},
                      {"own_words", analysis.is_in_reviewers_words},
                      {"edits", edits},
                      {"overrides", overrides}};
}

} // namespace

json::value to_json(const determination::Decision& decision) {
  json::array analyses;
  for (const auto& analysis : decision.analyses) analyses.push_back(analysis_json(analysis));
  return json::object{
      {"id", decision.item},
      {"text", decision.text},
      {"decision", decided(decision.is_overturned)},
      {"guidelines", citations(decision.guidelines)},
      {"votes", json::object{{"upheld", decision.tally.upheld}, {"overturned", decision.tally.overturned}}},
      {"analyses", analyses}};
}

json::value to_json(const determination::UrPoint& point) {
  return json::object{{"said", point.said},     {"at", to_json(point.at)},
                      {"kind", point.kind},     {"standing", determination::name(point.standing)},
                      {"answer", point.answer}, {"facts", strings(point.facts)}};
}

json::value other_readings_json(const determination::DraftIssue& issue, bool with_conclusions) {
  json::array array;
  for (const auto& one : issue.other_readings)
    if (with_conclusions || !one.topic.empty())
      array.push_back(json::object{{"topic", text_or_null(one.topic)}, {"title", one.title}, {"why", one.why}});
  return array;
}

json::value to_json(const std::vector<determination::AbsenceAnswer>& claims) {
  json::array array;
  for (const auto& claim : claims)
    array.push_back(json::object{{"speaker", determination::name(claim.speaker)},
                                 {"item", text_or_null(claim.item)},
                                 {"statement", claim.statement},
                                 {"begin", claim.sentence.begin},
                                 {"end", claim.sentence.end},
                                 {"cue", claim.cue},
                                 {"object", claim.object},
                                 {"file", claim.document ? json::value(claim.document->file) : json::value(nullptr)},
                                 {"page", claim.document ? json::value(claim.page) : json::value(nullptr)},
                                 {"result", determination::name(claim.result)},
                                 {"facts", strings(claim.facts)},
                                 {"searched", to_json(claim.searched)}});
  return array;
}

json::value to_json(const std::vector<determination::BoilerplateIndex>& list) {
  json::array array;
  for (const auto& one : list)
    array.push_back(json::object{{"item", one.item},
                                 {"shingles", one.shingles},
                                 {"share", one.share},
                                 {"share_of_all", one.share_of_all},
                                 {"letter", text_or_null(one.letter)},
                                 {"repeated", strings(one.repeated)}});
  return array;
}

} // namespace openimr::answers
