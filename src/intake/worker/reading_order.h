// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which a person reads the words of a page: lines from top to bottom, columns of prose one after another,
// tables row by row with the lines of a wrapped cell together.
//
// A gutter is a strip that no word crosses over several lines. What stands beside it is prose when most lines are as
// long as the column allows and begin in the middle of a sentence; then each side is read to its end. A narrow list
// beside prose whose lines do not stand on the same heights (the physicians beside a letter) is read by itself too.
// Everything else with gutters is a table or a form: its rows stay together.
#pragma once

#include "intake/worker/page_builder.h"

#include <cstdint>
#include <span>
#include <vector>

namespace openimr::worker {

/// What parts a word from the one read before it.
enum class Gap : std::uint8_t {
  None,      ///< nothing: the same word in two pieces
  Space,     ///< the next word of the line
  Cell,      ///< the next column or cell of the line
  Wrap,      ///< the next line of the same cell
  Line,      ///< the next line
  Paragraph, ///< the next line after a gap
  Column,    ///< the top of the next column, or what stands below columns
  Turned,    ///< the first word of those that run in another direction than most
};

/// A word, by its index, and what parts it from the word before.
struct Step {
  std::uint32_t word = 0;
  Gap before = Gap::Line;
};

/// Every word once. The order depends on nothing but the words; ties are kept as they came.
std::vector<Step> reading_order(std::span<const PlacedWord> words);

} // namespace openimr::worker
