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

std::vector<std::string> drafted(const DraftIssue& issue) {
  std::vector<std::string> sentences;
  for (const DraftSentence& sentence : issue.rationale) sentences.push_back(sentence.text);
  return sentences;
}

/// The draft's sentences that stand when the reviewer found criteria otherwise and decided otherwise: neither its
/// conclusion nor what rests on those criteria; then the reviewer's reasons.
std::vector<std::string> drafted_otherwise(const DraftIssue& issue, const std::vector<Override>& overrides) {
  std::vector<std::string> sentences;
  for (const DraftSentence& sentence : issue.rationale) {
    const bool is_replaced = std::any_of(overrides.begin(), overrides.end(), [&](const Override& one) {
      return sentence.part != DraftSentence::Part::GuidelineAsks &&
             std::find(sentence.findings.begin(), sentence.findings.end(), one.criterion) != sentence.findings.end();
    });
    if (sentence.part != DraftSentence::Part::Conclusion && !is_replaced) sentences.push_back(sentence.text);
  }
  for (const Override& one : overrides)
    if (const auto* finding = issue.evaluation.finding(one.criterion))
      sentences.push_back(fmt::format("On the requirement “{}” the reviewer finds: {}", finding->text, one.reason));
  return sentences;
}

Analysis analyse(const records::ItemOpinion& item, const DraftIssue& issue, int seat) {
  Analysis analysis;
  analysis.seat = seat;
  analysis.is_overturned = item.decision == "overturned";
  analysis.guidelines = item.guidelines.empty() ? issue.guidelines : item.guidelines;
  analysis.rationale = paragraphs(item.words);
  analysis.is_in_reviewers_words = !analysis.rationale.empty();
  for (const auto& criterion : item.criteria)
    if (const auto* finding = issue.evaluation.finding(criterion.id);
        finding && guidelines::name(finding->verdict) != criterion.verdict)
      analysis.overrides.push_back(
          {criterion.id, guidelines::name(finding->verdict), criterion.verdict, criterion.reason});
  const bool differs = item.decision != guidelines::name(issue.evaluation.recommendation);
  if (analysis.is_in_reviewers_words)
    analysis.edits = compare(drafted(issue), sentences_of(item.words));
  else if (differs)
    analysis.rationale.push_back(fmt::format("{}", fmt::join(drafted_otherwise(issue, analysis.overrides), " ")));
  else
    analysis.rationale.push_back(fmt::format("{}", fmt::join(drafted(issue), " ")));
  return analysis;
}

/// The rationale of reviewers who differ: the count, then every analysis (Labor Code 4610.6(e), (f)).
std::vector<std::string> separate_analyses(const Decision& decision) {
  std::vector<std::string> text{in_words(decision.tally)};
  for (const Analysis& analysis : decision.analyses) {
    text.push_back(fmt::format("Analysis of reviewer {}, who found the service {}medically necessary:", analysis.seat,
                               analysis.is_overturned ? "" : "not "));
    text.insert(text.end(), analysis.rationale.begin(), analysis.rationale.end());
  }
  return text;
}

Decision decide(const DraftIssue& issue, std::vector<Analysis> analyses) {
  Decision decision;
  decision.item = issue.item.id;
  decision.text = issue.item.text;
  decision.claims_administrator_guideline = issue.item.ur_guideline;
  for (const Analysis& one : analyses) ++(one.is_overturned ? decision.tally.overturned : decision.tally.upheld);
  decision.is_overturned = decision.tally.is_overturned();
  for (const Analysis& one : analyses) {
    decision.is_in_reviewers_words |= one.is_in_reviewers_words;
    if (one.is_overturned != decision.is_overturned) continue;
    for (const auto& line : one.guidelines)
      if (std::find(decision.guidelines.begin(), decision.guidelines.end(), line) == decision.guidelines.end())
        decision.guidelines.push_back(line);
  }
  decision.analyses = std::move(analyses);
  if (decision.tally.is_unanimous())
    decision.rationale = decision.analyses.front().rationale;
  else
    decision.rationale = separate_analyses(decision);
  return decision;
}

/// What stands in the way beside the checks; empty when nothing does.
std::optional<Error> obstacle(const std::vector<SignedOpinion>& opinions, const IssueConditions& conditions) {
  const std::string& reviewer = opinions.front().opinion().reviewer;
  if (!conditions.reviewer_exclusions.empty())
    return refuse(
        "opinion.yaml: reviewer",
        fmt::format("{}, who may not review this case ({})", reviewer, conditions.reviewer_exclusions.front()),
        "a reviewer of the slate", "assign another reviewer");
  if (!conditions.attestations_in_conflict.empty())
    return refuse("opinion.yaml: attestations", "a declared conflict: " + conditions.attestations_in_conflict.front(),
                  "no conflict with any party", "assign another reviewer");
  if (!conditions.attestations_missing.empty())
    return refuse("opinion.yaml: attestations",
                  fmt::format("no attestation on {}", fmt::join(conditions.attestations_missing, ", ")),
                  "one for every party of the case", "let the reviewer attest and sign anew");
  for (std::size_t i = 0; i < opinions.size(); ++i)
    for (std::size_t k = i + 1; k < opinions.size(); ++k)
      if (opinions[i].opinion().reviewer == opinions[k].opinion().reviewer)
        return refuse(fmt::format("opinion-{}.yaml: reviewer", k + 1), reviewer + " a second time",
                      "another reviewer on every seat", "assign another reviewer");
  if (opinions.size() > 1 && !conditions.has_panel_approval)
    return refuse("panel.yaml", "nothing", "the approval of more than one reviewer (8 CCR 9792.10.6(c))",
                  "write who approved it, on which day and why, and let every reviewer sign anew");
  if (!conditions.without_own_finding.empty())
    return refuse("own_finding.yaml",
                  fmt::format("no own finding on item {}", fmt::join(conditions.without_own_finding, ", ")),
                  "the reviewer's own finding on every item, recorded before the recommendation was shown",
                  "record it with `openimr opinion finding` and sign anew");
  return conditions.quality;
}

std::optional<Error> open_check(const std::vector<Check>& checks) {
  const auto open =
      std::find_if(checks.begin(), checks.end(), [](const Check& check) { return check.is_open_block(); });
  if (open == checks.end()) return std::nullopt;
  const auto count =
      std::count_if(checks.begin(), checks.end(), [](const Check& check) { return check.is_open_block(); });
  const std::string more = count > 1 ? fmt::format(" ({} checks are open)", count) : "";
  if (!open->may_be_resolved)
    return refuse(fmt::format("check c{} ({})", open->n, open->id), open->text, "other words",
                  "change the opinion or the papers and sign anew; no answer in writing opens this check" + more);
  if (!open->refused_answer.empty())
    return refuse(fmt::format("check c{} ({})", open->n, open->id),
                  fmt::format("the answer “{}” to: {}", open->refused_answer, open->text),
                  open->pages_to_read.empty() ? "an answer in a sentence: what was seen, and what follows from it"
                                              : "every page named under pages_read",
                  "write it under resolutions of opinion.yaml and sign anew" + more);
  return refuse(fmt::format("check c{} ({})", open->n, open->id), open->text, "an answer in writing",
                "add it to resolutions of opinion.yaml and sign anew" + more);
}

} // namespace

Result<Determination> Determination::make(const SignedOpinion& signed_opinion, const Draft& draft,
                                          const std::vector<Check>& checks, const IssueConditions& conditions,
                                          Receipt receipt) {
  return make(std::vector<SignedOpinion>{signed_opinion}, draft, checks, conditions, std::move(receipt));
}

Result<Determination> Determination::make(const std::vector<SignedOpinion>& opinions, const Draft& draft,
                                          const std::vector<Check>& checks, const IssueConditions& conditions,
                                          Receipt receipt) {
  if (opinions.empty())
    return refuse("opinion.yaml", "nothing", "at least one signed opinion", "let a reviewer decide and sign");
  if (auto found = obstacle(opinions, conditions)) return *found;
  if (auto found = open_check(checks)) return *found;
  std::vector<Decision> decisions;
  for (const DraftIssue& issue : draft.issues) {
    if (std::find(conditions.eligible_items.begin(), conditions.eligible_items.end(), issue.item.id) ==
        conditions.eligible_items.end())
      continue;
    std::vector<Analysis> analyses;
    for (const SignedOpinion& one : opinions) {
      const auto& items = one.opinion().items;
      const auto item = std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.id == issue.item.id; });
      if (item == items.end())
        return refuse("opinion.yaml: items", "no decision on item " + issue.item.id, "one for each eligible item",
                      "decide it and sign anew");
      analyses.push_back(analyse(*item, issue, static_cast<int>(analyses.size()) + 1));
    }
    decisions.push_back(decide(issue, std::move(analyses)));
  }
  if (decisions.empty())
    return refuse("application.yaml: disputed_items", "no eligible item", "at least one",
                  "issue the notice of ineligibility instead");
  std::vector<records::Opinion> decided;
  for (const SignedOpinion& one : opinions) {
    decided.push_back(one.opinion());
    receipt.opinions_sha256.push_back(one.content_hash());
  }
  receipt.opinion_sha256 = receipt.opinions_sha256.front();
  return Determination(std::move(decisions), std::move(receipt), std::move(decided));
}

} // namespace openimr::determination
