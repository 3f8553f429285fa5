// FactIndex: the statements of one chart that can count, by concept, for many questions put to it. The chart must
// outlive the index and stay as it is.
//
// What is planned, only conditional, about another person, or said by the utilization review alone never counts and is
// left out.
#pragma once

#include "guidelines/units.h"
#include "records/chart.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace openimr::guidelines {

/// A concept id hashed once (FNV-1a, 64 bits, never 0), so that a condition can be put to many charts quickly.
using ConceptKey = std::uint64_t;
constexpr ConceptKey key_of(std::string_view concept_id) {
  ConceptKey key = 14695981039346656037u;
  for (const char c : concept_id) key = (key ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return key | 1;
}

struct IndexedFact {
  const records::Fact* fact = nullptr;
  UnitRow unit = no_unit; ///< of its number
  std::uint32_t next = 0; ///< the next statement of the concept in chart order; 0 when it is the last
};

class FactIndex {
public:
  explicit FactIndex(const records::Chart& chart);

  /// Calls take(const IndexedFact&) for every statement of the concept in chart order. key is key_of(concept_id).
  template <class Take> void each(std::string_view concept_id, ConceptKey key, Take take) const {
    for (std::uint32_t at = first(concept_id, key); at != 0; at = facts_[at].next) take(facts_[at]);
  }

private:
  struct Slot {
    ConceptKey key = 0; ///< 0: empty
    std::uint32_t first = 0, last = 0;
  };
  std::size_t slot_of(std::string_view concept_id, ConceptKey key) const;
  std::uint32_t first(std::string_view concept_id, ConceptKey key) const {
    return slots_[slot_of(concept_id, key)].first;
  }

  std::vector<IndexedFact> facts_; ///< facts_[0] is nobody
  std::vector<Slot> slots_;        ///< open addressing; as many as a power of two, at least one empty
};

} // namespace openimr::guidelines
