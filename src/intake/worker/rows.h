// SPDX-License-Identifier: GPL-3.0-or-later
// Words in rows: what stands on one height of a page, from left to right, whatever columns it belongs to.
#pragma once

#include "intake/worker/page_builder.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace openimr::worker {

/// What the layout of a page needs to know of a word.
struct Spot {
  records::Box box{}; ///< turned so that the word runs to the right
  bool is_glued = false;
  bool starts_small = false;   ///< begins with a small letter
  bool starts_capital = false; ///< begins with a capital
  bool ends_label = false;     ///< ends with a colon

  bool is_letter() const { return starts_small || starts_capital; }
  float height() const { return std::max(box[3] - box[1], 0.1F); }
  float middle() const { return (box[1] + box[3]) / 2; }
  float width() const { return box[2] - box[0]; }
};

using Spots = std::span<const Spot>;

/// One row; `begin` and `end` count in Rows::ids.
struct Row {
  std::uint32_t begin = 0, end = 0;
  float middle = 0, height = 0; ///< of its words, mean
  float top = 0, bottom = 0, left = 0, right = 0;
};

/// Rows from top to bottom.
struct Rows {
  std::vector<std::uint32_t> ids; ///< of words, row by row, from left to right
  std::vector<Row> rows;

  std::span<const std::uint32_t> of(const Row& row) const {
    return std::span(ids).subspan(row.begin, row.end - row.begin);
  }
  float pitch() const; ///< the usual distance from one row to the next; 0 for fewer than two
};

/// Words whose middles are nearer than half the smaller height share a row.
Rows rows_of(Spots spots, std::vector<std::uint32_t> ids);

/// A gap between two words of a row that is a column's edge.
inline bool is_wide(const Spot& before, const Spot& word) {
  return word.box[0] - before.box[2] > std::max(std::min(word.height(), before.height()), 9.0F);
}

} // namespace openimr::worker
