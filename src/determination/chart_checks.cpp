#include "determination/chart_checks.h"

#include "clinical/contradictions.h"
#include "clinical/coverage.h"
#include "clinical/extract.h"
#include "text/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace openimr::determination {
namespace {

using records::Fact;
using text::one_line;

/// The item of which a finding rests on one of the facts; empty when none does.
std::string item_of(const CheckInput& input, const std::set<std::string>& facts) {
  for (const DraftIssue& issue : input.draft.issues)
    for (const auto& finding : issue.evaluation.findings)
      if (std::any_of(finding.facts.begin(), finding.facts.end(),
                      [&](const std::string& fact) { return facts.contains(fact); }))
        return issue.item.id;
  return "";
}

void add_contradictions(const CheckInput& input, std::vector<FoundCheck>& checks) {
  const auto side = [](const clinical::ContradictionSide& one) {
    return fmt::format("{} of {}: “{}” ({})", one.words, one.date ? one.date->us() : "an unknown day",
                       one_line(one.evidence.quote), place(one.evidence));
  };
  for (const clinical::Contradiction& found : clinical::contradictions(input.chart)) {
    if (found.one.is_ur_only && found.other.is_ur_only) continue;
    FoundCheck check;
    check.id = "contradiction";
    check.item = item_of(input, {found.one.fact, found.other.fact});
    check.text = fmt::format("Two papers disagree ({}): {} — against {}", clinical::name(found.kind), side(found.one),
                             side(found.other));
    check.evidence = {found.one.evidence, found.other.evidence};
    checks.push_back(std::move(check));
  }
}

/// Facts that a criterion of an item rests on and that the reviewer's own summary does not speak of.
void add_omissions(const CheckInput& input, std::vector<FoundCheck>& checks) {
  if (!input.opinion || input.opinion->summary.empty()) return;
  records::Document summary;
  summary.id = "summary";
  summary.pages.resize(1);
  summary.pages[0].text = input.opinion->summary;
  summary.pages[0].source = records::TextSource::Layer;
  const auto mentioned = clinical::extract_facts(input.vocabulary, {summary}).facts;
  for (const clinical::Uncovered& left_out : clinical::uncovered(input.chart, mentioned)) {
    const std::string item = item_of(input, {left_out.facts.begin(), left_out.facts.end()});
    const Fact* fact = input.chart.find(left_out.facts.front());
    if (item.empty() || !fact) continue;
    FoundCheck check;
    check.id = "summary_omission";
    check.speaker = Speaker::Opinion;
    check.item = item;
    check.text =
        fmt::format("The opinion's summary does not speak of {}, on which a finding of item {} rests: “{}” ({})",
                    left_out.text, item, one_line(fact->evidence.front().quote), place(fact->evidence.front()));
    check.evidence = {fact->evidence.front()};
    checks.push_back(std::move(check));
  }
}

/// What was looked for, and where, for several concepts together.
records::Search search_together(const records::Chart& chart, const std::vector<std::string>& concepts) {
  records::Search all;
  for (const std::string& concept_id : concepts) {
    records::Search one = chart.search(concept_id);
    const std::vector<std::string> terms = std::move(all.terms);
    all = one;
    all.terms = terms;
    for (const std::string& term : one.terms)
      if (std::find(all.terms.begin(), all.terms.end(), term) == all.terms.end()) all.terms.push_back(term);
  }
  return all;
}

/// What the opinion's own words say of the patient and every page of the file says otherwise.
void add_contradicted_statements(const CheckInput& input, std::vector<FoundCheck>& checks) {
  for (const SaidOfItem& said : said_in_opinions(input)) {
    records::Document words;
    words.id = "opinion";
    words.pages.resize(1);
    words.pages[0].text = said.text;
    words.pages[0].source = records::TextSource::Layer;
    for (const Fact& fact : clinical::extract_facts(input.vocabulary, {words}).facts) {
      if (fact.is_derived || fact.experiencer != records::Experiencer::Patient || fact.evidence.empty() ||
          fact.assertion == records::Assertion::Possible || fact.temporality == records::Temporality::Hypothetical ||
          fact.temporality == records::Temporality::Planned)
        continue;
      const Fact* against = nullptr;
      bool agrees = false;
      for (const Fact* known : input.chart.of(fact.concept_id)) {
        if (known->experiencer != records::Experiencer::Patient || known->evidence.empty() || known->from_ur_only)
          continue;
        agrees |= known->assertion == fact.assertion;
        if (known->assertion != fact.assertion && known->assertion != records::Assertion::Possible) against = known;
      }
      if (agrees || !against) continue;
      FoundCheck check;
      check.id = "statement_contradicted";
      check.speaker = Speaker::Opinion;
      check.item = said.item;
      check.statement = one_line(fact.evidence.front().quote);
      check.evidence = {against->evidence.front()};
      check.text = fmt::format("The opinion says: “{}” — no page says so, and one says: “{}” ({})", check.statement,
                               one_line(against->evidence.front().quote), place(against->evidence.front()));
      checks.push_back(std::move(check));
    }
  }
}

/// How far a figure may be from one of the record's and still be the same; none for what is not held against it.
std::optional<double> tolerance_of(const std::string& concept_id) {
  if (concept_id == "score.pain") return 0.5;
  if (concept_id == "demo.age") return 1;
  return std::nullopt;
}

/// The years that the employee can be told to be old: from the injury to the day of the review.
std::vector<double> ages_of(const CheckInput& input) {
  const auto& application = input.case_file.application;
  std::vector<double> ages;
  if (!application.date_of_birth) return ages;
  const Date first = application.date_of_injury.value_or(input.as_of);
  for (int year = first.year(); year <= input.as_of.year(); ++year)
    ages.push_back(year - application.date_of_birth->year());
  return ages;
}

/// Figures and days of the opinion that no page gives: an age, a pain score, the day of the injury.
void add_other_figures(const CheckInput& input, std::vector<FoundCheck>& checks) {
  for (const SaidOfItem& said : said_in_opinions(input)) {
    records::Document words;
    words.id = "opinion";
    words.pages.resize(1);
    words.pages[0].text = said.text;
    words.pages[0].source = records::TextSource::Layer;
    std::set<std::string> told;
    for (const Fact& fact : clinical::extract_facts(input.vocabulary, {words}).facts) {
      if (fact.experiencer != records::Experiencer::Patient || fact.assertion != records::Assertion::Present ||
          fact.evidence.empty() || fact.temporality == records::Temporality::Hypothetical)
        continue;
      std::string known;
      const auto near = tolerance_of(fact.concept_id);
      if (near && fact.number) {
        std::vector<double> figures = fact.concept_id == "demo.age" ? ages_of(input) : std::vector<double>{};
        for (const Fact* other : input.chart.of(fact.concept_id))
          if (other->number && !other->from_ur_only) figures.push_back(*other->number);
        const bool is_known = std::any_of(figures.begin(), figures.end(),
                                          [&](double figure) { return std::abs(figure - *fact.number) <= *near; });
        if (!is_known && !figures.empty()) known = fmt::format("{:g}", figures.back());
      } else if (const auto& day = input.case_file.application.date_of_injury;
                 fact.concept_id == "injury.date" && day && fact.date && *fact.date != *day) {
        const auto others = input.chart.of("injury.date");
        if (std::none_of(others.begin(), others.end(), [&](const Fact* one) { return one->date == fact.date; }))
          known = day->us();
      }
      if (known.empty() || !told.insert(fact.concept_id).second) continue;
      FoundCheck check;
      check.id = "statement_contradicted";
      check.speaker = Speaker::Opinion;
      check.item = said.item;
      check.statement = one_line(fact.evidence.front().quote);
      check.text =
          fmt::format("The opinion says: “{}” — the file has {}, and not what is said", check.statement, known);
      checks.push_back(std::move(check));
    }
  }
}

/// Monitoring grids (McAtee v. Briggs & Pearson, 2015 panel): fields that a decision on a class of drugs must face.
void add_grids(const CheckInput& input, std::vector<FoundCheck>& checks) {
  for (const DraftIssue& issue : input.draft.issues)
    for (const MonitoringGrid& grid : input.rules.grids) {
      const auto& classes = issue.request.item.drug_classes;
      if (std::find(classes.begin(), classes.end(), grid.drug_class) == classes.end()) continue;
      std::vector<std::string> empty, missing;
      for (const MonitoringGrid::Field& field : grid.fields) {
        const bool is_filled = std::any_of(field.facts.begin(), field.facts.end(),
                                           [&](const std::string& id) { return !input.chart.of(id).empty(); });
        if (is_filled) continue;
        empty.push_back(field.name);
        missing.insert(missing.end(), field.facts.begin(), field.facts.end());
      }
      if (empty.empty()) continue;
      FoundCheck check;
      check.id = grid.id;
      check.item = issue.item.id;
      check.searched = search_together(input.chart, missing);
      const std::string unread =
          check.searched->unread.empty() ? "" : fmt::format(" ({} could not be read)", check.searched->unread.size());
      check.text = fmt::format("none of the {} pages read{} speaks of {}; say so as a searched result, or ask for it",
                               check.searched->pages, unread, fmt::join(empty, ", "));
      checks.push_back(std::move(check));
    }
}

} // namespace

std::vector<FoundCheck> check_chart(const CheckInput& input) {
  std::vector<FoundCheck> checks;
  add_contradictions(input, checks);
  add_omissions(input, checks);
  add_contradicted_statements(input, checks);
  add_other_figures(input, checks);
  add_grids(input, checks);
  return checks;
}

} // namespace openimr::determination
