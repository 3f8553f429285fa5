// SPDX-License-Identifier: GPL-3.0-or-later
// Gutters: upright strips that no word crosses over several rows, with words on both sides.
#pragma once

#include "intake/worker/rows.h"

#include <optional>

namespace openimr::worker {

/// A strip between `left` and `right` that is free in rows [first, last).
struct Gutter {
  std::size_t first = 0, last = 0;
  float left = 0, right = 0;
  std::size_t both = 0; ///< the smaller number of rows that have words on one side of it

  float middle() const { return (left + right) / 2; }
};

/// How wide a gap between two words must be to be part of a gutter.
enum class GapWidth {
  Column, ///< as wide as a letter is high
  Narrow, ///< wider than between the words of a sentence
};

/// The gutter among rows [first, last) with the most rows on both sides, if there are at least `fewest`.
std::optional<Gutter> find_gutter(Spots spots, const Rows& rows, std::size_t first, std::size_t last, GapWidth width,
                                  std::size_t fewest);

/// Where rows [first, last) change their columns: the first row of every stretch whose gutters go through, `last` at
/// the end.
std::vector<std::size_t> stretches(Spots spots, const Rows& rows, std::size_t first, std::size_t last);

/// All strips that are free in every row [first, last) and have words on both sides, from left to right.
std::vector<Gutter> gutters_through(Spots spots, const Rows& rows, std::size_t first, std::size_t last);

} // namespace openimr::worker
