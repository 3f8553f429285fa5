// A published determination letter as JSON: every field with how sure it is, cited pages resolved to ranges.
#include "answers/to_json.h"

#include "corpus/citation.h"
#include "corpus/field_confidence.h"

#include <boost/json.hpp>

namespace openimr::answers {

namespace json = boost::json;

namespace {

json::value date_or_null(const std::optional<Date>& day) {
  return day ? json::value(day->iso()) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array strings_or_empty(const std::optional<std::vector<std::string>>& list) {
  json::array array;
  if (list)
    for (const std::string& one : *list) array.emplace_back(one);
  return array;
}

/// "78, 80-81" as [[78, 78], [80, 81]]; null when there are no pages or they cannot be read as such.
json::value ranges_json(const std::optional<std::string>& pages) {
  const auto ranges = pages ? corpus::parse_pages(*pages) : std::nullopt;
  if (!ranges) return nullptr;
  json::array array;
  for (const auto& range : *ranges) array.push_back(json::array{range.first, range.last});
  return array;
}

json::value cited_json(const corpus::CitedGuidelines& list) {
  if (!list) return nullptr;
  json::array array;
  for (const auto& one : *list)
    array.push_back(json::object{{"source", one.source},
                                 {"pages", one.pages ? json::value(*one.pages) : json::value(nullptr)},
                                 {"ranges", ranges_json(one.pages)}});
  return array;
}

json::object confidence_json(const corpus::FieldConfidences& confidences) {
  json::object object;
  for (const auto& [field, confidence] : confidences) object[field] = corpus::name(confidence);
  return object;
}
} // namespace

json::value to_json(const corpus::PublishedDecision& decision) {
  json::array issues;
  const auto text = [](const std::optional<std::string>& value) {
    return value ? json::value(*value) : json::value(nullptr);
  };
  for (const auto& issue : decision.issues)
    issues.push_back(
        json::object{{"n", issue.n},
                     {"text", text(issue.text)},
                     {"decision", issue.decision ? json::value(corpus::name(*issue.decision)) : json::value(nullptr)},
                     {"claims_administrator_guidelines", cited_json(issue.claims_administrator_guidelines)},
                     {"reviewer_guidelines", cited_json(issue.reviewer_guidelines)},
                     {"rationale", text(issue.rationale)},
                     {"confidence", confidence_json(corpus::confidence_of(decision, issue))}});
  return json::object{{"file", decision.file},
                      {"layout", decision.layout},
                      {"case_numbers", strings_or_empty(decision.case_numbers)},
                      {"dates", json::object{{"assigned", date_or_null(decision.assigned)},
                                             {"decision", date_or_null(decision.decision_date)},
                                             {"ur_denial", date_or_null(decision.ur_denial)},
                                             {"application_received", date_or_null(decision.application_received)}}},
                      {"age", decision.age ? json::value(*decision.age) : json::value(nullptr)},
                      {"sex", text_or_null(decision.sex)},
                      {"date_of_injury", date_or_null(decision.date_of_injury)},
                      {"reviewer", json::object{{"licensure", strings_or_empty(decision.licensure)},
                                                {"certifications", strings_or_empty(decision.certifications)}}},
                      {"summary", text(decision.summary)},
                      {"issues", issues},
                      {"confidence", confidence_json(corpus::confidence_of(decision))},
                      {"problems", to_json(decision.problems)}};
}

} // namespace openimr::answers
