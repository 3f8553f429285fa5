#include "corpus/field_confidence.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

/// Whether a problem speaks of one of the fields; places are "file: field" or "field".
bool is_named(const PublishedDecision& decision, std::initializer_list<std::string_view> fields) {
  return std::ranges::any_of(decision.problems, [&](const text::Problem& problem) {
    return std::ranges::any_of(fields, [&](std::string_view field) {
      return problem.where == field || problem.where.ends_with(": " + std::string(field));
    });
  });
}

Confidence judged(bool is_there, bool is_doubted) {
  if (!is_there) return Confidence::Missing;
  return is_doubted ? Confidence::Doubtful : Confidence::Sure;
}

} // namespace

const char* name(Confidence confidence) {
  switch (confidence) {
  case Confidence::Sure:
    return "sure";
  case Confidence::Doubtful:
    return "doubtful";
  case Confidence::Missing:
    return "missing";
  }
  return "";
}

FieldConfidences confidence_of(const PublishedDecision& one) {
  const auto field = [&](const char* as, bool is_there, std::initializer_list<std::string_view> places) {
    return std::pair(std::string(as), judged(is_there, is_named(one, places)));
  };
  return {
      field("case_numbers", !one.case_numbers.empty(), {"case number"}),
      field("dates.assigned", one.assigned.has_value(), {"date assigned"}),
      field("dates.decision", one.decision_date.has_value(), {"decision date", "date of decision"}),
      field("dates.ur_denial", one.ur_denial.has_value(),
            {"ur denial date", "ur decision date", "date of ur decision"}),
      field("dates.application_received", one.application_received.has_value(), {"application received"}),
      field("age", one.age.has_value(), {"age"}),
      field("sex", !one.sex.empty(), {"sex"}),
      field("date_of_injury", one.date_of_injury.has_value(), {"date of injury"}),
      field("reviewer.licensure", one.licensure && !one.licensure->empty(), {"reviewer licensure"}),
      field("reviewer.certifications", one.certifications && !one.certifications->empty(), {"reviewer certifications"}),
      field("summary", one.summary.has_value(), {"summary"}),
      field("issues", !one.issues.empty(), {"issues"})};
}

FieldConfidences confidence_of(const PublishedDecision& decision, const DecidedIssue& issue) {
  const auto field = [&](const char* as, bool is_there, std::string_view place) {
    const std::string where = fmt::format("issue {}: {}", issue.n, place);
    return std::pair(std::string(as), judged(is_there, is_named(decision, {where})));
  };
  return {field("text", issue.text.has_value(), "text"), field("decision", issue.decision.has_value(), "decision"),
          field("claims_administrator_guidelines", issue.claims_administrator_guidelines.has_value(),
                "claims administrator guideline"),
          field("reviewer_guidelines", issue.reviewer_guidelines.has_value(), "reviewer guideline"),
          field("rationale", issue.rationale.has_value(), "rationale")};
}

} // namespace openimr::corpus
