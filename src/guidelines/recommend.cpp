#include "guidelines/recommend.h"

#include "text/words.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

using text::lower_first;

/// Required criteria that keep the requirement from holding: those in some minimal change set.
std::vector<const Finding*> decisive(const Evaluation& evaluation) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : evaluation.findings) {
    const bool in_some =
        std::any_of(evaluation.would_change.begin(), evaluation.would_change.end(), [&](const ChangeSet& set) {
          return std::any_of(set.begin(), set.end(),
                             [&](const Change& change) { return change.criterion == finding.id; });
        });
    if (in_some) findings.push_back(&finding);
  }
  return findings;
}

} // namespace

Verdict truth_of(const Logic& tree, const std::function<Verdict(const std::string&)>& value_of) {
  if (tree.is_over_conditions()) return combine(tree, [&](std::size_t i) { return truth_of(tree.parts[i], value_of); });
  assert((tree.kind == Logic::Kind::Criterion || tree.kind == Logic::Kind::Always) && "a tree over criteria");
  return tree.kind == Logic::Kind::Criterion ? value_of(tree.id) : Verdict::Met;
}

std::string why_not_met(const Finding& finding) {
  if (finding.is_exclusion) return fmt::format("The request is excluded: {}.", lower_first(finding.text));
  if (finding.verdict == Verdict::NotMet)
    return fmt::format("The record speaks against this requirement: {}.", lower_first(finding.text));
  if (finding.is_conflict) return fmt::format("Sources disagree on this requirement: {}.", lower_first(finding.text));
  if (finding.asks_judgment)
    return fmt::format("This asks for the reviewer's clinical judgment: {}.", lower_first(finding.text));
  if (finding.concepts.empty()) return fmt::format("The request does not say: {}.", lower_first(finding.text));
  const auto& searched = finding.searched;
  if (!searched.unread.empty())
    return fmt::format("Not found, and {} page{} could not be read: {}.", searched.unread.size(),
                       searched.unread.size() == 1 ? "" : "s", lower_first(finding.text));
  const std::string pages =
      searched.pages == 1 ? "on the one page read" : fmt::format("in any of the {} pages read", searched.pages);
  return fmt::format("Not documented {}: {}.", pages, lower_first(finding.text));
}

bool is_open_for_a_person(const Finding& finding) {
  if (finding.is_exclusion || finding.verdict != Verdict::Unknown) return false;
  return finding.is_conflict || finding.asks_judgment ||
         (!finding.concepts.empty() && !finding.searched.unread.empty());
}

/// Verdicts become a recommendation as docs/how_to/write_a_topic.md says.
void recommend(Evaluation& evaluation) {
  if (evaluation.topics.empty()) {
    evaluation.recommendation = Recommendation::ReviewerJudgment;
    evaluation.reasons.push_back(
        "No guideline topic in force speaks to this request; it is not denied for that. The search sequence applies.");
    return;
  }
  Verdict required = Verdict::Met;
  bool is_excluded = false;
  for (const TopicEvaluation& entry : evaluation.topics) required = both(required, entry.requirement);
  for (const Finding& finding : evaluation.findings)
    is_excluded = is_excluded || (finding.is_exclusion && finding.verdict == Verdict::Met);

  if (!is_excluded && required == Verdict::Met) {
    evaluation.recommendation = Recommendation::Overturned;
    evaluation.reasons.push_back("Every requirement is documented and no exclusion holds.");
    return;
  }
  for (const TopicEvaluation& entry : evaluation.topics)
    if (!entry.topic->has_requirement)
      evaluation.reasons.push_back(
          fmt::format("{} is not recommended, and the guideline names no exception.", entry.topic->title));
  const auto keeping = decisive(evaluation);
  for (const Finding* finding : keeping) evaluation.reasons.push_back(why_not_met(*finding));
  // Open for a person only when nothing settled already stands against it.
  const bool only_open = !is_excluded && required == Verdict::Unknown;
  const bool any_open = std::any_of(keeping.begin(), keeping.end(),
                                    [](const Finding* finding) { return is_open_for_a_person(*finding); });
  // A requirement that was searched for completely and found nowhere decides, whatever else stays open beside it.
  const bool searched_out =
      std::any_of(evaluation.topics.begin(), evaluation.topics.end(), [&](const TopicEvaluation& entry) {
        if (entry.requirement != Verdict::Unknown) return false;
        const auto closed = [&](const std::string& id) {
          const Finding& finding = *evaluation.finding(entry.topic->id + "/" + id);
          return finding.verdict == Verdict::Unknown && !is_open_for_a_person(finding) ? Verdict::NotMet
                                                                                       : finding.verdict;
        };
        return truth_of(requirement(*entry.topic, evaluation.phase, evaluation.reading), closed) == Verdict::NotMet;
      });
  evaluation.recommendation =
      only_open && any_open && !searched_out ? Recommendation::ReviewerJudgment : Recommendation::Upheld;
}

} // namespace openimr::guidelines
