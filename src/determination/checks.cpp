#include "determination/checks.h"

#include "clinical/sentences.h"
#include "determination/absence_check.h"
#include "determination/chart_checks.h"
#include "determination/conclusions.h"
#include "determination/item_checks.h"
#include "determination/item_words.h"
#include "determination/language_checks.h"
#include "determination/paper_checks.h"
#include "determination/remand.h"
#include "determination/words_facts.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

namespace openimr::determination {
namespace {

using records::Evidence;
using records::Fact;
using text::lower;
using text::one_line;
using text::Span;

/// A stretch of somebody's words about one item.
struct Statement {
  Speaker speaker = Speaker::UrDecision;
  std::string item;
  std::string text; ///< the whole text that spans count in
  const records::Document* document = nullptr;
  const records::Page* page = nullptr;
};

/// Builds the list of checks; each part of it is one check's work.
class Report {
public:
  explicit Report(const CheckInput& input) : input_(input) {}

  Check& add(const std::string& id, Speaker speaker, const std::string& item, std::string text) {
    const auto kind = input_.rules.kinds.find(id);
    Check check;
    check.n = static_cast<int>(checks_.size()) + 1;
    check.id = id;
    check.speaker = speaker;
    check.item = item;
    check.text = std::move(text);
    if (kind != input_.rules.kinds.end()) {
      check.severity = kind->second.severity;
      // Nobody can change the words of the utilization review: what is wrong with them is answered.
      check.may_be_resolved = kind->second.may_be_resolved || speaker == Speaker::UrDecision;
      check.citation = kind->second.citation;
    }
    // What the UR decision got wrong must be answered where the decision leaves it standing, and is a warning
    // elsewhere.
    if (speaker == Speaker::UrDecision && check.severity == Severity::Block && !is_upheld(item))
      check.severity = Severity::Warn;
    checks_.push_back(std::move(check));
    return checks_.back();
  }

  /// Whether the item stays denied: by the opinion when there is one, else by the draft.
  bool is_upheld(const std::string& item) const {
    if (input_.opinion)
      for (const auto& one : input_.opinion->items)
        if (one.id == item) return one.decision == "upheld";
    if (const DraftIssue* issue = input_.draft.issue(item))
      return issue->evaluation.recommendation == guidelines::Recommendation::Upheld;
    return true; // not about one item: all that is said matters
  }

  /// Whether the same words are already held against the file as a false absence.
  bool is_told(const FoundCheck& one) const {
    return one.id == "statement_contradicted" && std::any_of(checks_.begin(), checks_.end(), [&](const Check& check) {
             return check.id == "false_absence" && check.speaker == one.speaker && check.item == one.item &&
                    check.statement == one.statement;
           });
  }

  std::vector<Check> take() { return std::move(checks_); }

private:
  const CheckInput& input_;
  std::vector<Check> checks_;
};

/// Evidence of facts, one entry each, at most six. Words of the UR decision and its like are no evidence, also where a
/// fact has others.
std::vector<Evidence> evidence_of(const CheckInput& input, std::vector<std::string> facts) {
  const records::Chart& chart = input.chart;
  const auto is_evidence = [&](const Evidence& one) {
    return std::any_of(
        input.case_file.documents.begin(), input.case_file.documents.end(),
        [&](const records::Document& document) { return document.id == one.document && document.is_evidence; });
  };
  // One of each kind of fact before a second of any, so that every part of a claim is answered.
  std::map<std::string, int> seen_of_kind;
  std::vector<std::pair<int, std::string>> ranked;
  for (const std::string& id : facts)
    if (const Fact* fact = chart.find(id))
      ranked.emplace_back(seen_of_kind[fact->concept_id]++ + (fact->is_derived ? 100 : 0), id);
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  facts.clear();
  for (auto& [rank, id] : ranked) facts.push_back(id);
  std::vector<Evidence> list;
  std::set<std::pair<std::string, text::Span>> seen;
  for (const std::string& id : facts) {
    const Fact* fact = chart.find(id);
    if (!fact) continue;
    for (const Evidence& evidence : fact->evidence) {
      if (!is_evidence(evidence)) continue;
      if (!seen.insert({fmt::format("{} {}", evidence.document, evidence.page), evidence.span}).second) continue;
      list.push_back(evidence);
      break;
    }
    if (list.size() == 6) break;
  }
  return list;
}

std::string quotes(const std::vector<Evidence>& evidence) {
  std::string text;
  for (std::size_t i = 0; i < evidence.size() && i < 3; ++i)
    text += fmt::format("{}“{}” ({})", i ? "; " : "", one_line(evidence[i].quote), place(evidence[i]));
  return text;
}

Evidence evidence_at(const Statement& statement, Span span) {
  Evidence evidence;
  evidence.document = statement.document->id;
  evidence.file = statement.document->file;
  evidence.page = statement.page->number;
  evidence.span = span;
  evidence.quote = std::string(span.of(statement.text));
  return evidence;
}

/// What the UR decision and the opinion say, page by page and item by item.
std::vector<Statement> statements_of(const CheckInput& input) {
  std::vector<Statement> statements;
  for (const records::Document& document : input.case_file.documents) {
    if (document.kind != "ur_decision" || document.belongs_to == "other") continue;
    for (const records::Page& page : document.pages)
      statements.push_back({Speaker::UrDecision, "", page.text, &document, &page});
  }
  for (const SaidOfItem& said : said_in_opinions(input))
    statements.push_back({said.speaker, said.item, said.text, nullptr, nullptr});
  return statements;
}

const char* who(Speaker speaker) {
  switch (speaker) {
  case Speaker::UrDecision:
    return "The utilization review decision";
  case Speaker::Opinion:
    return "The opinion";
  case Speaker::Draft:
    return "The draft";
  case Speaker::Case:
    return "The case";
  }
  return "";
}

/// Response facts name the treatment they follow when the words do; those of another treatment do not bear on the item.
bool bears_on_item(const Fact& fact, const CheckInput& input, const std::string& item) {
  const auto treatment = fact.details.find("treatment");
  const DraftIssue* issue = input.draft.issue(item);
  if (treatment == fact.details.end() || treatment->second.empty() || !issue) return true;
  const auto& ingredients = issue->request.item.ingredients;
  return std::any_of(ingredients.begin(), ingredients.end(), [&](const std::string& one) {
    return lower(treatment->second).find(lower(one)) != std::string::npos;
  });
}

void check_absences(const CheckInput& input, Report& report) {
  std::string item_before;
  for (const Statement& statement : statements_of(input)) {
    const std::string lower_text = lower(statement.text);
    std::set<std::pair<Span, std::vector<std::string>>> told;
    for (const FalseAbsence& found : find_false_absences(input, statement.text)) {
      std::string item = statement.item;
      if (statement.speaker == Speaker::UrDecision)
        item = item_before = item_at(input, lower_text, found.sentence.end, item_before);
      if (!told.insert({found.sentence, found.facts}).second) continue;
      auto evidence = evidence_of(input, found.facts);
      evidence.insert(evidence.end(), found.places.begin(), found.places.end());
      const std::string sentence = one_line(found.sentence.of(statement.text));
      Check& check = report.add(
          "false_absence", statement.speaker, item,
          fmt::format("{} says: “{}” — the file holds {}", who(statement.speaker), sentence, quotes(evidence)));
      check.statement = sentence;
      check.evidence = evidence;
      if (statement.document) check.stated_at.push_back(evidence_at(statement, found.sentence));
    }
    if (statement.speaker == Speaker::UrDecision)
      item_before = item_at(input, lower_text, lower_text.size(), item_before);
  }
  // The draft's own statements of absence are findings; none may stand while the chart holds a fact of what was looked
  // for.
  for (const DraftIssue& issue : input.draft.issues)
    for (const DraftSentence& sentence : issue.rationale) {
      if (sentence.part != DraftSentence::Part::Missing) continue;
      std::vector<std::string> against;
      for (const std::string& id : sentence.findings)
        if (const auto* finding = issue.evaluation.finding(id))
          for (const std::string& concept_id : finding->concepts)
            for (const Fact* fact : input.chart.of(concept_id))
              if (speaks_for_patient(*fact) && bears_on_item(*fact, input, issue.item.id)) against.push_back(fact->id);
      if (against.empty()) continue;
      const auto evidence = evidence_of(input, against);
      Check& check =
          report.add("false_absence", Speaker::Draft, issue.item.id,
                     fmt::format("The draft says: “{}” — the file holds {}", sentence.text, quotes(evidence)));
      check.statement = sentence.text;
      check.evidence = evidence;
    }
}

bool has_phrase(const std::string& lower_text, const std::string& phrase) {
  return lower_text.find(lower(phrase)) != std::string::npos;
}

/// Whether the words themselves state evidence on the premise (then it was faced).
bool faces(const CheckInput& input, const guidelines::Premise& premise, const std::string& words) {
  for (const Fact& fact : facts_in_words(input.vocabulary, words))
    if (std::find(premise.facts.begin(), premise.facts.end(), fact.concept_id) != premise.facts.end() &&
        fact.assertion == records::Assertion::Present && fact.temporality != records::Temporality::Hypothetical)
      return true;
  return false;
}

void check_premises(const CheckInput& input, Report& report) {
  const auto packs = input.library.packs();
  std::string item_before;
  std::set<std::string> told; // one report for a premise, speaker and item
  for (const Statement& statement : statements_of(input)) {
    for (const Span sentence : clinical::split_sentences(statement.text)) {
      const std::string words = lower(sentence.of(statement.text));
      std::string item = statement.item;
      if (statement.speaker == Speaker::UrDecision)
        item = item_before = item_at(input, lower(statement.text), sentence.end, item_before);
      if (item.empty() || !report.is_upheld(item) || !binds(input, words)) continue;
      for (const auto& pack : packs)
        for (const auto& premise : pack.premises) {
          const bool is_applied = std::any_of(premise.phrases.begin(), premise.phrases.end(),
                                              [&](const auto& phrase) { return has_phrase(words, phrase); });
          const std::string key = fmt::format("{}/{}/{}", premise.id, name(statement.speaker), item);
          if (!is_applied || told.contains(key)) continue;
          std::vector<std::string> facts;
          for (const std::string& concept_id : premise.facts)
            for (const Fact* fact : input.chart.of(concept_id))
              if (speaks_for_patient(*fact) && bears_on_item(*fact, input, item)) facts.push_back(fact->id);
          // The latest words first: they are what the rule should have been held against.
          std::stable_sort(facts.begin(), facts.end(), [&](const auto& a, const auto& b) {
            const Fact &left = *input.chart.find(a), &right = *input.chart.find(b);
            return left.is_derived != right.is_derived ? right.is_derived : left.date > right.date;
          });
          if (facts.empty() || (statement.speaker == Speaker::Opinion && faces(input, premise, statement.text)))
            continue;
          told.insert(key);
          const auto evidence = evidence_of(input, facts);
          const std::string said = one_line(sentence.of(statement.text));
          Check& check = report.add("premise_contradicted", statement.speaker, item,
                                    fmt::format("{} applies a rule ({}): “{}” — the file holds on its premise {}",
                                                who(statement.speaker), premise.title, said, quotes(evidence)));
          check.statement = said;
          check.evidence = evidence;
          if (statement.document) check.stated_at.push_back(evidence_at(statement, sentence));
        }
    }
  }
}

void check_directions(const CheckInput& input, Report& report) {
  for (const DraftIssue& issue : input.draft.issues)
    for (const std::string& warning : issue.request.item.warnings) {
      Check& check = report.add("implausible_directions", Speaker::Case, issue.item.id,
                                fmt::format("“{}”: {}", issue.item.text, warning));
      check.statement = issue.item.text;
    }
}

void add_all(std::vector<FoundCheck> found, Report& report) {
  for (FoundCheck& one : found) {
    if (report.is_told(one)) continue;
    Check& check = report.add(one.id, one.speaker, one.item, std::move(one.text));
    if (one.is_warning) check.severity = Severity::Warn;
    if (!one.citation.empty()) check.citation = std::move(one.citation);
    check.statement = std::move(one.statement);
    check.evidence = std::move(one.evidence);
    check.stated_at = std::move(one.stated_at);
    check.searched = std::move(one.searched);
    check.pages_to_read = std::move(one.pages_to_read);
  }
}

/// Whether everything that a person has to read for the check was read.
bool reads_all(const records::Resolution& resolution, const std::vector<records::PageSeen>& pages) {
  return std::all_of(pages.begin(), pages.end(), [&](const records::PageSeen& page) {
    return std::find(resolution.pages_read.begin(), resolution.pages_read.end(), page) != resolution.pages_read.end();
  });
}

/// Whether the answer says something: as many different words as the pack asks for.
bool is_answer(const std::string& words, int least) {
  std::set<std::string> seen;
  std::string word;
  for (const char c : lower(words) + " ") {
    const bool is_inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (is_inside) word += c;
    if (!is_inside && !word.empty()) seen.insert(std::exchange(word, {}));
  }
  return seen.size() >= static_cast<std::size_t>(std::max(least, 1));
}

/// Whether the answer names the check by its number, which says which one is meant.
bool names_number(const records::Resolution& resolution, const Check& check) {
  return resolution.check == fmt::format("c{}", check.n) || resolution.check == std::to_string(check.n);
}

bool names_kind(const records::Resolution& resolution, const Check& check) {
  return resolution.check == check.id || resolution.check == fmt::format("{}/{}", check.id, check.item);
}

/// Answers in writing. One that names a kind of check counts where a single check of that kind is meant, or all that
/// are meant ask for the same pages to be read: of several different statements each is answered by its number.
void resolve(const records::Opinion& opinion, int least_words, std::vector<Check>& checks) {
  for (const auto& resolution : opinion.resolutions) {
    const Check* first = nullptr;
    bool is_plain = true;
    for (const Check& check : checks)
      if (names_kind(resolution, check) && check.severity == Severity::Block) {
        is_plain &= !first || (first->statement == check.statement && first->speaker == check.speaker);
        if (!first) first = &check;
      }
    for (Check& check : checks) {
      const bool is_meant = names_number(resolution, check) || names_kind(resolution, check);
      if (!is_meant || !check.resolution.empty()) continue;
      // Pages that a person attests to have read are an answer by themselves.
      const bool says_enough = !check.pages_to_read.empty() || is_answer(resolution.text, least_words);
      const bool counts = check.may_be_resolved && says_enough && reads_all(resolution, check.pages_to_read) &&
                          (is_plain || names_number(resolution, check));
      (counts ? check.resolution : check.refused_answer) = resolution.text;
      if (!counts && !is_plain)
        check.refused_answer += fmt::format(" [said of several different statements: answer this one as c{}]", check.n);
    }
  }
}

} // namespace

const char* name(Speaker speaker) {
  switch (speaker) {
  case Speaker::Draft:
    return "draft";
  case Speaker::Opinion:
    return "opinion";
  case Speaker::UrDecision:
    return "ur_decision";
  case Speaker::Case:
    return "case";
  }
  return "";
}

std::vector<SaidOfItem> said_in_opinions(const CheckInput& input) {
  std::vector<const records::Opinion*> opinions;
  if (input.opinion) opinions.push_back(input.opinion);
  opinions.insert(opinions.end(), input.further.begin(), input.further.end());
  std::vector<SaidOfItem> list;
  for (const records::Opinion* opinion : opinions)
    for (const auto& item : opinion->items)
      if (!item.words.empty()) list.push_back({Speaker::Opinion, item.id, item.words});
  return list;
}

std::vector<Check> run_checks(const CheckInput& input) {
  Report report(input);
  check_absences(input, report);
  check_premises(input, report);
  add_all(check_chart(input), report);
  check_directions(input, report);
  add_all(check_papers(input), report);
  add_all(check_item_identity(input), report);
  add_all(find_other_items_decided(input), report);
  add_all(check_opinions(input), report);
  add_all(find_contrary_conclusions(input), report);
  add_all(find_grounds_out_of_scope(input), report);
  add_all(find_protected_traits(input), report);
  add_all(find_hard_words(input), report);
  add_all(find_boilerplate(input), report);
  add_all(find_repeated_errors(input), report);
  std::vector<Check> checks = report.take();
  const int least = input.rules.least_words;
  if (input.opinion) resolve(*input.opinion, least, checks);
  for (const records::Opinion* seat : input.further) resolve(*seat, least, checks); // of a panel anybody may answer
  return checks;
}

} // namespace openimr::determination
