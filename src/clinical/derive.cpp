// Derived facts: rules of packs/vocabulary (implications, derivations) over the facts of the chart, until nothing new
// follows.
#include "clinical/fact_draft.h"

#include <algorithm>
#include <set>

namespace openimr::clinical {
namespace {

using records::Fact;
using Condition = Derivation::Condition;

bool has_family(const Fact& fact, const std::string& family) {
  const auto found = fact.details.find("family");
  if (found == fact.details.end()) return false;
  for (std::size_t at = 0; at < found->second.size();) {
    std::size_t end = found->second.find(", ", at);
    if (end == std::string::npos) end = found->second.size();
    if (found->second.compare(at, end - at, family) == 0) return true;
    at = end + 2;
  }
  return false;
}

bool is_in(const Fact& fact, const char* key, const std::vector<std::string>& values) {
  if (values.empty()) return true;
  const auto found = fact.details.find(key);
  return found != fact.details.end() && std::find(values.begin(), values.end(), found->second) != values.end();
}

bool holds(const Condition& condition, const Fact& fact) {
  if (fact.assertion != records::Assertion::Present || fact.experiencer != records::Experiencer::Patient) return false;
  if (fact.temporality == records::Temporality::Hypothetical || fact.temporality == records::Temporality::Planned)
    return false;
  if (!condition.concept_id.empty() && fact.concept_id != condition.concept_id) return false;
  if (!condition.therapy.empty() && fact.concept_id != condition.therapy) return false;
  if (!condition.family.empty() && !has_family(fact, condition.family)) return false;
  if (!is_in(fact, "outcome", condition.outcomes) || !is_in(fact, "status", condition.statuses)) return false;
  return !condition.at_least || (fact.number && *fact.number >= *condition.at_least);
}

/// Facts of evidence papers that satisfy any condition of the group, at most four. What only a UR decision says proves
/// nothing.
std::vector<const Fact*> satisfying(const std::vector<Condition>& any, const std::vector<Fact>& facts,
                                    const std::string& document, bool counts_undone) {
  std::vector<const Fact*> found;
  for (const Fact& fact : facts) {
    if (fact.from_ur_only || found.size() >= 4 || (!counts_undone && fact.details.contains("undone"))) continue;
    if (!document.empty() && std::none_of(fact.evidence.begin(), fact.evidence.end(),
                                          [&](const records::Evidence& one) { return one.document == document; }))
      continue;
    if (std::any_of(any.begin(), any.end(), [&](const Condition& condition) { return holds(condition, fact); }))
      found.push_back(&fact);
  }
  return found;
}

} // namespace

std::vector<Fact> derived_facts(const Vocabulary::Data& data, const std::vector<Fact>& given) {
  std::vector<Fact> facts = given;
  std::vector<Fact> derived;
  // Concepts that stand already: nothing is derived twice. What held once does not say that it holds now.
  std::set<std::string> known, known_now;
  for (const Fact& fact : facts)
    if (fact.assertion == records::Assertion::Present && fact.experiencer == records::Experiencer::Patient &&
        !fact.from_ur_only && fact.temporality != records::Temporality::Hypothetical &&
        fact.temporality != records::Temporality::Planned) {
      known.insert(fact.concept_id);
      if (fact.temporality == records::Temporality::Current) known_now.insert(fact.concept_id);
    }
  for (bool grew = true; grew;) {
    grew = false;
    for (const Derivation& derivation : data.derivations) {
      const bool lasts = derivation.then.starts_with("failed.") || derivation.then.starts_with("hx.");
      if ((lasts ? known : known_now).contains(derivation.then)) continue;
      std::vector<const Fact*> sources;
      const bool counts_undone = derivation.counts_undone;
      bool all = true;
      std::vector<std::string> documents = {""};
      if (derivation.same_document) {
        documents.clear();
        for (const Fact* fact : satisfying(derivation.all_of_any.front(), facts, "", counts_undone))
          for (const records::Evidence& one : fact->evidence)
            if (std::find(documents.begin(), documents.end(), one.document) == documents.end())
              documents.push_back(one.document);
      }
      for (const std::string& document : documents) {
        sources.clear();
        all = true;
        for (const auto& any : derivation.all_of_any) {
          const auto found = satisfying(any, facts, document, counts_undone);
          all = all && !found.empty();
          for (const Fact* fact : found)
            if (std::find(sources.begin(), sources.end(), fact) == sources.end()) sources.push_back(fact);
        }
        if (all) break;
      }
      if (!all || sources.empty()) continue;
      Fact fact;
      fact.concept_id = derivation.then;
      const auto shown = data.concepts.find(derivation.then);
      const bool is_family = derivation.then.starts_with("drug_class.");
      fact.kind = is_family ? "drug" : shown == data.concepts.end() ? "finding" : shown->second.kind;
      fact.text =
          shown == data.concepts.end() ? derivation.then.substr(derivation.then.find('.') + 1) : shown->second.text;
      fact.is_derived = true;
      fact.rule = derivation.rule;
      fact.details["confidence"] = derivation.confidence;
      bool all_historical = true;
      for (const Fact* source : sources) {
        if (source->date && (!fact.date || *source->date > *fact.date)) fact.date = source->date;
        all_historical = all_historical && source->temporality == records::Temporality::Historical;
        for (const records::Evidence& one : source->evidence) {
          const bool has = std::any_of(fact.evidence.begin(), fact.evidence.end(), [&](const records::Evidence& other) {
            return other.document == one.document && other.page == one.page && other.span == one.span;
          });
          if (!has) {
            fact.evidence.push_back(one);
            break; // the first appearance of each source
          }
        }
      }
      fact.temporality = all_historical && !lasts ? records::Temporality::Historical : records::Temporality::Current;
      if (fact.evidence.empty()) continue;
      if (fact.temporality == records::Temporality::Historical && known.contains(derivation.then)) continue;
      known.insert(derivation.then);
      if (fact.temporality == records::Temporality::Current) known_now.insert(derivation.then);
      const bool again = std::any_of(derived.begin(), derived.end(), [&](const Fact& one) {
        return one.concept_id == fact.concept_id && one.rule == fact.rule;
      });
      if (again) continue;
      derived.push_back(fact);
      facts.push_back(
          std::move(fact)); // later rules may build on it; pointers into facts are not kept beyond this step
      grew = true;
    }
  }
  return derived;
}

} // namespace openimr::clinical
