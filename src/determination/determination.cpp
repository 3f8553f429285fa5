#include "determination/determination.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::determination {
namespace {

Error refuse(std::string where, std::string found, std::string expected, std::string remedy) {
  return {ErrorKind::Refused, std::move(where), std::move(found), std::move(expected), std::move(remedy)};
}

/// Paragraphs of a text: parted by blank lines.
std::vector<std::string> paragraphs(const std::string& text) {
  std::vector<std::string> list;
  std::string paragraph;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      if (!paragraph.empty()) list.push_back(std::move(paragraph));
      paragraph.clear();
    } else {
      paragraph += (paragraph.empty() ? "" : " ") + line;
    }
    at = end + 1;
  }
  if (!paragraph.empty()) list.push_back(std::move(paragraph));
  return list;
}

Decision decide(const records::ItemOpinion& item, const DraftIssue& issue) {
  Decision decision;
  decision.item = item.id;
  decision.text = issue.item.text;
  decision.is_overturned = item.decision == "overturned";
  decision.guidelines = item.guidelines.empty() ? issue.guidelines : item.guidelines;
  decision.claims_administrator_guideline = issue.item.ur_guideline;
  decision.rationale = paragraphs(item.words);
  decision.is_in_reviewers_words = !decision.rationale.empty();
  if (!decision.is_in_reviewers_words) {
    std::string text;
    for (const DraftSentence& sentence : issue.rationale) text += (text.empty() ? "" : " ") + sentence.text;
    decision.rationale.push_back(std::move(text));
  }
  return decision;
}

} // namespace

Result<Determination> Determination::make(const SignedOpinion& signed_opinion, const Draft& draft,
                                          const std::vector<Check>& checks, const IssueConditions& conditions,
                                          Receipt receipt) {
  const records::Opinion& opinion = signed_opinion.opinion();
  if (!conditions.reviewer_exclusions.empty())
    return refuse(
        "opinion.yaml: reviewer",
        fmt::format("{}, who may not review this case ({})", opinion.reviewer, conditions.reviewer_exclusions.front()),
        "a reviewer of the slate", "assign another reviewer");
  if (!conditions.attestations_in_conflict.empty())
    return refuse("opinion.yaml: attestations", "a declared conflict: " + conditions.attestations_in_conflict.front(),
                  "no conflict with any party", "assign another reviewer");
  if (!conditions.attestations_missing.empty())
    return refuse("opinion.yaml: attestations",
                  fmt::format("no attestation on {}", fmt::join(conditions.attestations_missing, ", ")),
                  "one for every party of the case", "let the reviewer attest and sign anew");
  const auto open =
      std::find_if(checks.begin(), checks.end(), [](const Check& check) { return check.is_open_block(); });
  if (open != checks.end()) {
    const auto count =
        std::count_if(checks.begin(), checks.end(), [](const Check& check) { return check.is_open_block(); });
    return refuse(fmt::format("check c{} ({})", open->n, open->id), open->text, "an answer in writing",
                  fmt::format("add it to resolutions of opinion.yaml and sign anew{}",
                              count > 1 ? fmt::format(" ({} checks are open)", count) : ""));
  }
  std::vector<Decision> decisions;
  for (const DraftIssue& issue : draft.issues) {
    if (std::find(conditions.eligible_items.begin(), conditions.eligible_items.end(), issue.item.id) ==
        conditions.eligible_items.end())
      continue;
    const auto item = std::find_if(opinion.items.begin(), opinion.items.end(),
                                   [&](const auto& one) { return one.id == issue.item.id; });
    if (item == opinion.items.end())
      return refuse("opinion.yaml: items", "no decision on item " + issue.item.id, "one for each eligible item",
                    "decide it and sign anew");
    decisions.push_back(decide(*item, issue));
  }
  if (decisions.empty())
    return refuse("application.yaml: disputed_items", "no eligible item", "at least one",
                  "issue the notice of ineligibility instead");
  receipt.opinion_sha256 = signed_opinion.content_hash();
  return Determination(std::move(decisions), std::move(receipt), opinion);
}

} // namespace openimr::determination
