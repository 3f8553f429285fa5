// Responses after all is gathered: which treatment a response follows, and reductions that were undone.
#include "clinical/fact_draft.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Fact;

std::string detail(const Fact& fact, const char* key) {
  const auto found = fact.details.find(key);
  return found == fact.details.end() ? std::string() : found->second;
}

bool is_reduction(const Fact& fact) {
  static const std::set<std::string, std::less<>> reductions = {"resp.medication_reduced", "resp.opioid_dose_reduced"};
  return reductions.contains(fact.concept_id) && fact.assertion == records::Assertion::Present &&
         fact.experiencer == records::Experiencer::Patient;
}

bool is_same_place(const Fact& a, const Fact& b) {
  return std::any_of(a.evidence.begin(), a.evidence.end(), [&](const records::Evidence& one) {
    return std::any_of(b.evidence.begin(), b.evidence.end(), [&](const records::Evidence& other) {
      return one.document == other.document && one.page == other.page && one.span.overlaps(other.span);
    });
  });
}

/// Dose units or mg a day, whichever the reduction counts in.
std::optional<double> daily(const Fact& drug, double like) {
  const std::string units = detail(drug, "max_per_day");
  if (units.empty()) return std::nullopt;
  const double count = std::strtod(units.c_str(), nullptr);
  const double strength = std::strtod(detail(drug, "strength").c_str(), nullptr);
  return like > 12 && strength > 0 ? count * strength : count;
}

} // namespace

void name_treatments(std::vector<Fact>& facts) {
  using Place = std::tuple<std::string, int, std::uint32_t>; // the sentence: document, page, where its quote begins
  std::map<Place, std::set<std::string>> treatments;
  for (const Fact& fact : facts) {
    const bool is_drug =
        fact.kind == "drug" && detail(fact, "status") != "tested" && detail(fact, "status") != "allergy";
    if (!is_drug && fact.kind != "procedure" && fact.kind != "therapy") continue;
    if (fact.concept_id.starts_with("req.") || fact.concept_id == "therapy.visits_mentioned" ||
        fact.experiencer != records::Experiencer::Patient || fact.temporality == records::Temporality::Hypothetical)
      continue;
    const std::string name = is_drug ? detail(fact, "generic") : fact.text;
    if (!name.empty())
      for (const records::Evidence& one : fact.evidence)
        treatments[{one.document, one.page, one.span.begin}].insert(name);
  }
  for (Fact& fact : facts) {
    if (fact.kind != "response" || fact.details.contains("treatment")) continue;
    if (const std::string drug = detail(fact, "drug"); !drug.empty()) {
      fact.details["treatment"] = drug;
      continue;
    }
    const records::Evidence& place = fact.evidence.front();
    const auto found = treatments.find({place.document, place.page, place.span.begin});
    if (found != treatments.end() && found->second.size() == 1)
      fact.details["treatment"] = *found->second.begin(); // several: the words leave it open
  }
}

void end_undone_reductions(std::vector<Fact>& facts) {
  for (Fact& reduction : facts) {
    if (!is_reduction(reduction) || !reduction.date) continue;
    // Words without a dose ("use of medication went down") stand beside the fact that has it.
    const Fact* measured = detail(reduction, "from").empty() ? nullptr : &reduction;
    for (const Fact& other : facts)
      if (!measured && is_reduction(other) && !detail(other, "from").empty() && is_same_place(reduction, other))
        measured = &other;
    if (!measured) continue;
    const std::string drug = detail(*measured, "drug");
    const double before = std::strtod(detail(*measured, "from").c_str(), nullptr);
    if (drug.empty() || before <= 0) continue;
    for (const Fact& later : facts) {
      const std::string status = detail(later, "status");
      if (later.kind != "drug" || !later.date || *later.date <= *reduction.date || later.from_ur_only) continue;
      if (later.assertion != records::Assertion::Present || later.experiencer != records::Experiencer::Patient ||
          (status != "current" && status != "prescribed" && status != "mentioned"))
        continue;
      const std::string ingredient = detail(later, "ingredient");
      if (ingredient.empty() || (drug != ingredient && !drug.starts_with(ingredient + " "))) continue;
      if (const auto now = daily(later, before); now && *now + 0.001 >= before) {
        reduction.temporality = records::Temporality::Historical;
        reduction.details["undone"] = later.date->iso();
        break;
      }
    }
  }
}

} // namespace openimr::clinical
