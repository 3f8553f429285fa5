#include "determination/ur_answer.h"

#include "clinical/sentences.h"
#include "determination/item_words.h"
#include "determination/words_facts.h"
#include "records/evidence.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::determination {
namespace {

using Standing = UrPoint::Standing;
using Result = AbsenceAnswer::Result;
using text::one_line;

/// At most three facts with their words and places, the same words once.
std::string quoted_places(const records::Chart& chart, const std::vector<std::string>& facts) {
  std::string text;
  std::set<std::string> told;
  for (const std::string& id : facts) {
    const records::Fact* fact = chart.find(id);
    if (!fact || fact->evidence.empty() || told.size() == 3) continue;
    const std::string quote = one_line(fact->evidence.front().quote, 160);
    if (!told.insert(quote).second) continue;
    text += fmt::format("{}“{}” ({})", text.empty() ? "" : "; ", quote, dated_place(*fact));
  }
  return text;
}

std::string pages_searched(const records::Search& search) {
  return fmt::format(
      "{} page{} {} searched{}", search.pages, search.pages == 1 ? "" : "s", search.pages == 1 ? "was" : "were",
      search.worst_confidence < 100 ? fmt::format(", the least sure at {}%", search.worst_confidence) : "");
}

/// Pages of the file that no search counts, and why: "2 pages of the utilization review decision (no evidence)".
std::string pages_left_out(const records::CaseFile& file) {
  std::vector<std::string> parts;
  for (const records::Document& document : file.documents) {
    const char* why = document.belongs_to == "other" ? "of another person"
                      : !document.same_as.empty()    ? "a second copy"
                      : !document.is_evidence        ? "no evidence"
                                                     : nullptr;
    if (!why || document.pages.empty()) continue;
    parts.push_back(fmt::format("{} ({} page{}, {})",
                                document.title.empty() ? document.file : text::lower_first(document.title),
                                document.pages.size(), document.pages.size() == 1 ? "" : "s", why));
  }
  return parts.empty() ? "" : fmt::format(" Not searched: {}.", fmt::join(parts, "; "));
}

/// All claims of one sentence, answered together.
UrPoint answer_absence(const CheckInput& input, const std::vector<const AbsenceAnswer*>& claims) {
  const AbsenceAnswer& first = *claims.front();
  UrPoint point;
  point.kind = "absence";
  point.said = first.statement;
  std::vector<std::string> missing, open, unnamed;
  bool is_contradicted = false;
  for (const AbsenceAnswer* claim : claims) {
    if (claim->result == Result::Contradicted) {
      is_contradicted = true;
      point.facts.insert(point.facts.end(), claim->facts.begin(), claim->facts.end());
    }
    if (claim->result == Result::NotFound) missing.push_back(claim->object);
    if (claim->result == Result::Open) open.push_back(claim->object);
    if (claim->result == Result::NotSearched) unnamed.push_back(claim->object);
  }
  if (is_contradicted) {
    const std::string quotes = quoted_places(input.chart, point.facts);
    point.answer = quotes.empty() ? "The file has it." : fmt::format("The file has it: {}.", quotes);
  }
  const auto tell = [&](const std::vector<std::string>& objects, const std::string& words) {
    if (!objects.empty())
      point.answer += fmt::format("{}On “{}”: {}.", point.answer.empty() ? "" : " ", fmt::join(objects, "”, “"), words);
  };
  tell(missing, pages_searched(first.searched) + " and none says so");
  if (!missing.empty()) point.answer += pages_left_out(input.case_file);
  tell(open, fmt::format("{} page{} could not be read and may say so", claims.front()->searched.unread.size(),
                         claims.front()->searched.unread.size() == 1 ? "" : "s"));
  tell(unnamed, "the words name nothing that can be looked for; the reviewer judges");
  point.standing = is_contradicted                                       ? Standing::DoesNotStand
                   : !missing.empty() && open.empty() && unnamed.empty() ? Standing::Stands
                                                                         : Standing::Open;
  return point;
}

/// What the words of a rule name, in the chart's terms.
std::set<std::string> concepts_of(const CheckInput& input, const std::string& sentence) {
  std::set<std::string> concepts;
  for (const records::Fact& fact : facts_in_words(input.vocabulary, sentence))
    if (!fact.concept_id.starts_with("drug")) concepts.insert(fact.concept_id);
  return concepts;
}

/// A rule, answered by the findings on what its words name.
UrPoint answer_rule(const CheckInput& input, const DraftIssue& issue, const std::string& sentence,
                    const std::vector<Check>& checks) {
  UrPoint point;
  point.kind = "rule";
  point.said = sentence;
  for (const Check& check : checks)
    if (check.id == "premise_contradicted" && check.speaker == Speaker::UrDecision && check.statement == sentence) {
      point.standing = Standing::DoesNotStand;
      std::string quotes;
      for (std::size_t k = 0; k < check.evidence.size() && k < 3; ++k)
        quotes +=
            fmt::format("{}“{}” ({})", k ? "; " : "", one_line(check.evidence[k].quote, 160), place(check.evidence[k]));
      point.answer = fmt::format("The rule was applied without facing what the file holds on its premise: {}.", quotes);
      return point;
    }
  const std::set<std::string> asked = concepts_of(input, sentence);
  std::vector<std::string> shown, against, silent;
  for (const auto& finding : issue.evaluation.findings) {
    const bool is_named = std::any_of(finding.concepts.begin(), finding.concepts.end(),
                                      [&](const std::string& id) { return asked.contains(id); });
    if (!is_named || finding.is_exclusion) continue;
    auto& list = finding.verdict == guidelines::Verdict::Met      ? shown
                 : finding.verdict == guidelines::Verdict::NotMet ? against
                                                                  : silent;
    list.push_back(text::lower_first(finding.text));
    point.facts.insert(point.facts.end(), finding.facts.begin(), finding.facts.end());
  }
  const auto tell = [&](const std::vector<std::string>& list, const char* words) {
    if (!list.empty())
      point.answer += fmt::format("{}{}: {}.", point.answer.empty() ? "" : " ", words, fmt::join(list, "; "));
  };
  tell(against, "The record stands against it");
  tell(silent, "The record is silent on it");
  tell(shown, "The record shows it");
  if (const std::string quotes = quoted_places(input.chart, point.facts); !quotes.empty())
    point.answer += fmt::format(" {}.", quotes);
  if (!point.answer.empty())
    point.standing = against.empty() && silent.empty() ? Standing::DoesNotStand : Standing::Stands;
  return point;
}

/// The words of the rule bind by more than "without", and are about this decision: its guideline, its drug.
bool is_rule_on(const CheckInput& input, const DraftIssue& issue, const std::string& lower) {
  const AbsenceCues& cues = input.rules.absence;
  const auto binds_by = [&](const std::string& one) {
    return one != "without" && one != "lack" && lower.find(one) != std::string::npos;
  };
  if (lower.find(" page") != std::string::npos) return false; // a citation, no reason
  if (std::none_of(cues.rule_words.begin(), cues.rule_words.end(), binds_by) &&
      std::none_of(cues.recital_weak.begin(), cues.recital_weak.end(), binds_by))
    return false;
  for (const std::string& drug : issue.request.item.ingredients)
    if (text::has_words(lower, text::lower(drug))) return true;
  for (const char* word : {"guideline", "guidelines", "mtus", "acoem", "odg", "recommended", "treatment", "medication"})
    if (text::has_words(lower, word)) return true;
  return false;
}

} // namespace

const char* name(Standing standing) {
  switch (standing) {
  case Standing::Stands:
    return "stands";
  case Standing::DoesNotStand:
    return "does_not_stand";
  case Standing::Open:
    return "open";
  }
  return "";
}

std::vector<UrPoint> answer_ur_decision(const CheckInput& input, const DraftIssue& issue,
                                        const std::vector<AbsenceAnswer>& claims, const std::vector<Check>& checks) {
  std::vector<UrPoint> points;
  std::string item;
  for (const records::Document& document : input.case_file.documents) {
    if (document.kind != "ur_decision" || document.belongs_to == "other" || !document.same_as.empty()) continue;
    for (const records::Page& page : document.pages) {
      const std::string lower = text::lower(page.text);
      for (const text::Span span : clinical::split_sentences(page.text)) {
        item = item_at(input, lower, span.end, item);
        if (item != issue.item.id) continue;
        std::vector<const AbsenceAnswer*> here;
        for (const AbsenceAnswer& claim : claims)
          if (claim.document == &document && claim.page == page.number && claim.sentence == span &&
              (claim.is_of_documents || claim.result != Result::NotSearched))
            here.push_back(&claim);
        const std::string sentence = one_line(span.of(page.text)), lower_sentence = text::lower(sentence);
        const bool is_rule = here.empty() && is_rule_on(input, issue, lower_sentence);
        if (here.empty() && !is_rule) continue;
        UrPoint point = is_rule ? answer_rule(input, issue, sentence, checks) : answer_absence(input, here);
        if (point.answer.empty()) continue; // a rule on which nothing turns here
        points.push_back(std::move(point));
        points.back().at = records::evidence_at(document, page, span);
      }
      item = item_at(input, lower, lower.size(), item);
    }
  }
  return points;
}

} // namespace openimr::determination
