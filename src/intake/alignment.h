// The shortest way from one list of words to another, by insertions and deletions (Myers, An O(ND) difference algorithm
// and its variations, 1986).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace openimr::intake {

/// A stretch of one list that stands for a stretch of the other; either may be empty, not both.
struct Difference {
  std::size_t a_begin = 0, a_end = 0, b_begin = 0, b_end = 0;
  bool operator==(const Difference&) const = default;
};

/// The stretches that differ, in order; what lies between them is equal word for word. The number of words inserted and
/// deleted is the least possible. Empty when it would be more than `most`.
std::optional<std::vector<Difference>> differences(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                                                   std::size_t most);

} // namespace openimr::intake
