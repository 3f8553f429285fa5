#include "clinical/coverage.h"

#include "clinical/plain_words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace openimr::clinical {
namespace {

using records::Fact;

/// What the thing is that a fact speaks of: a drug by what is in it, anything else by its concept.
std::string subject_of(const Fact& fact) {
  const std::string ingredient = detail(fact, "ingredient");
  if (fact.kind == "drug" && !ingredient.empty()) return "drug " + ingredient;
  return fact.concept_id;
}

std::string words_of(const Fact& fact) {
  if (fact.kind == "drug" && !detail(fact, "generic").empty()) {
    const std::string outcome = detail(fact, "outcome");
    return detail(fact, "generic") + (outcome == "failed" || outcome == "no_benefit" ? " (without benefit)"
                                      : outcome == "not_tolerated"                   ? " (not tolerated)"
                                                                                     : "");
  }
  const auto levels = levels_of(detail(fact, "level"));
  return said(fact) + (levels.empty() ? "" : " at " + joined(levels));
}

std::vector<Uncovered> not_among(const records::Chart& chart, const std::set<std::string>& covered) {
  std::vector<Uncovered> all;
  std::map<std::string, std::size_t> places;
  for (const Fact& fact : chart.facts) {
    if (!is_material(fact)) continue;
    const std::string subject = subject_of(fact);
    if (covered.contains(subject)) continue;
    const auto [place, is_new] = places.emplace(subject, all.size());
    if (is_new) all.push_back({fact.kind, fact.concept_id, words_of(fact), fact.date, {}});
    all[place->second].facts.push_back(fact.id);
  }
  return all;
}

} // namespace

bool is_material(const Fact& fact) {
  if (fact.assertion != records::Assertion::Present || fact.experiencer != records::Experiencer::Patient ||
      fact.from_ur_only || fact.is_derived || is_for_criteria_only(fact) ||
      (fact.temporality != records::Temporality::Current && fact.temporality != records::Temporality::Historical))
    return false;
  if (fact.concept_id.starts_with("req.") || fact.concept_id.starts_with("drug_class.") ||
      fact.concept_id == "exam.rom_value")
    return false;
  if (fact.kind == "drug") {
    const std::string status = detail(fact, "status");
    return status == "current" || status == "tried" || status == "stopped" || !detail(fact, "outcome").empty();
  }
  static constexpr std::array<std::string_view, 9> kinds = {"diagnosis", "imaging", "procedure", "therapy", "response",
                                                            "finding",   "test",    "history",   "work"};
  return std::find(kinds.begin(), kinds.end(), fact.kind) != kinds.end();
}

std::vector<Uncovered> uncovered(const records::Chart& chart, const std::vector<records::SummaryLine>& lines) {
  std::set<std::string> covered;
  for (const records::SummaryLine& line : lines)
    for (const std::string& id : line.facts)
      if (const Fact* fact = chart.find(id)) covered.insert(subject_of(*fact));
  return not_among(chart, covered);
}

std::vector<Uncovered> uncovered(const records::Chart& chart, const std::vector<Fact>& mentioned) {
  std::set<std::string> covered;
  for (const Fact& fact : mentioned) covered.insert(subject_of(fact));
  return not_among(chart, covered);
}

} // namespace openimr::clinical
