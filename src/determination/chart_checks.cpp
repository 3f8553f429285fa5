#include "determination/chart_checks.h"

#include "clinical/contradictions.h"
#include "clinical/coverage.h"
#include "clinical/extract.h"
#include "text/words.h"

#include <algorithm>
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

void add_contradictions(const CheckInput& input, std::vector<ChartCheck>& checks) {
  const auto side = [](const clinical::ContradictionSide& one) {
    return fmt::format("{} of {}: “{}” ({})", one.words, one.date ? one.date->us() : "an unknown day",
                       one_line(one.evidence.quote), place(one.evidence));
  };
  for (const clinical::Contradiction& found : clinical::contradictions(input.chart)) {
    if (found.one.is_ur_only && found.other.is_ur_only) continue;
    ChartCheck check;
    check.id = "contradiction";
    check.item = item_of(input, {found.one.fact, found.other.fact});
    check.text = fmt::format("Two papers disagree ({}): {} — against {}", clinical::name(found.kind), side(found.one),
                             side(found.other));
    check.evidence = {found.one.evidence, found.other.evidence};
    checks.push_back(std::move(check));
  }
}

/// Facts that a criterion of an item rests on and that the reviewer's own summary does not speak of.
void add_omissions(const CheckInput& input, std::vector<ChartCheck>& checks) {
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
    ChartCheck check;
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
records::Search search_together(const records::Chart& chart, const std::vector<const char*>& concepts) {
  records::Search all;
  for (const char* concept_id : concepts) {
    records::Search one = chart.search(concept_id);
    const std::vector<std::string> terms = std::move(all.terms);
    all = one;
    all.terms = terms;
    for (const std::string& term : one.terms)
      if (std::find(all.terms.begin(), all.terms.end(), term) == all.terms.end()) all.terms.push_back(term);
  }
  return all;
}

/// The opioid monitoring grid (Labor Code 4610.6(h)(5) reversals): six fields that a decision on an opioid must face.
void add_opioid_grid(const CheckInput& input, std::vector<ChartCheck>& checks) {
  static const std::vector<std::pair<const char*, std::vector<const char*>>> grid = {
      {"analgesia", {"mon.analgesia_documented", "resp.pain_relief_pct", "resp.pain_improved", "score.pain"}},
      {"activity",
       {"mon.adl_documented", "resp.adl_improved", "resp.function_improved", "resp.functional_improvement"}},
      {"adverse effects", {"mon.adverse_documented", "resp.intolerable_adverse_effects"}},
      {"aberrant behaviour", {"mon.aberrant_documented"}},
      {"drug screening", {"mon.uds_done", "mon.uds_consistent", "mon.uds_inconsistent"}},
      {"taper", {"mon.weaning_attempted", "resp.opioid_dose_reduced_by_other_treatment"}}};
  for (const DraftIssue& issue : input.draft.issues) {
    const auto& classes = issue.request.item.drug_classes;
    if (std::find(classes.begin(), classes.end(), "opioid") == classes.end()) continue;
    std::vector<std::string> empty;
    std::vector<const char*> missing;
    for (const auto& [field, concepts] : grid) {
      const bool is_filled =
          std::any_of(concepts.begin(), concepts.end(), [&](const char* id) { return !input.chart.of(id).empty(); });
      if (is_filled) continue;
      empty.push_back(field);
      missing.insert(missing.end(), concepts.begin(), concepts.end());
    }
    if (empty.empty()) continue;
    ChartCheck check;
    check.id = "opioid_grid_incomplete";
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

std::vector<ChartCheck> check_chart(const CheckInput& input) {
  std::vector<ChartCheck> checks;
  add_contradictions(input, checks);
  add_omissions(input, checks);
  add_opioid_grid(input, checks);
  return checks;
}

} // namespace openimr::determination
