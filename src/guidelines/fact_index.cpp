#include "guidelines/fact_index.h"

#include <bit>
#include <cassert>

namespace openimr::guidelines {
namespace {

bool can_count(const records::Fact& fact) {
  return fact.experiencer == records::Experiencer::Patient && !fact.from_ur_only &&
         fact.temporality != records::Temporality::Hypothetical && fact.temporality != records::Temporality::Planned;
}

} // namespace

FactIndex::FactIndex(const records::Chart& chart) : slots_(std::bit_ceil(2 * chart.facts.size() + 2)) {
  facts_.reserve(chart.facts.size() + 1);
  facts_.emplace_back();
  for (const records::Fact& fact : chart.facts) {
    if (!can_count(fact)) continue;
    const ConceptKey key = key_of(fact.concept_id);
    Slot& slot = slots_[slot_of(fact.concept_id, key)];
    const auto at = static_cast<std::uint32_t>(facts_.size());
    facts_.push_back({&fact, fact.number ? unit_row(fact.unit) : no_unit, 0});
    if (slot.key == 0)
      slot = {key, at, at};
    else
      slot.last = facts_[slot.last].next = at;
  }
}

std::size_t FactIndex::slot_of([[maybe_unused]] std::string_view concept_id, ConceptKey key) const {
  const std::size_t mask = slots_.size() - 1;
  // Multiplying by the golden ratio spreads ids that differ in their last letter only.
  std::size_t at = ((key * 0x9E3779B97F4A7C15u) >> 32) & mask;
  while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
  assert((slots_[at].key == 0 || facts_[slots_[at].first].fact->concept_id == concept_id) &&
         "no two concepts share a key: vocabulary_test holds all of them to it");
  return at;
}

} // namespace openimr::guidelines
