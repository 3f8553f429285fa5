// FactIndex: the facts of one chart by concept, for many questions put to it. The chart must outlive the index and stay
// as it is.
#pragma once

#include "records/chart.h"

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace openimr::guidelines {

class FactIndex {
public:
  explicit FactIndex(const records::Chart& chart);

  /// Facts of the concept in chart order; empty when there is none.
  std::span<const records::Fact* const> of(std::string_view concept_id) const;

private:
  std::vector<const records::Fact*> facts_;                                            // grouped by concept
  std::unordered_map<std::string_view, std::span<const records::Fact* const>> groups_; // looked up, never walked
};

} // namespace openimr::guidelines
