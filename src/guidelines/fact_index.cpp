#include "guidelines/fact_index.h"

#include <algorithm>

namespace openimr::guidelines {

FactIndex::FactIndex(const records::Chart& chart) {
  facts_.reserve(chart.facts.size());
  for (const records::Fact& fact : chart.facts) facts_.push_back(&fact);
  std::stable_sort(facts_.begin(), facts_.end(),
                   [](const records::Fact* a, const records::Fact* b) { return a->concept_id < b->concept_id; });
  for (std::size_t begin = 0; begin < facts_.size();) {
    std::size_t end = begin + 1;
    while (end < facts_.size() && facts_[end]->concept_id == facts_[begin]->concept_id) ++end;
    groups_.emplace(facts_[begin]->concept_id, std::span(facts_).subspan(begin, end - begin));
    begin = end;
  }
}

std::span<const records::Fact* const> FactIndex::of(std::string_view concept_id) const {
  const auto found = groups_.find(concept_id);
  return found == groups_.end() ? std::span<const records::Fact* const>{} : found->second;
}

} // namespace openimr::guidelines
