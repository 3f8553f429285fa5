// SPDX-License-Identifier: GPL-3.0-or-later
// From placed words to a page, whatever found them (a text layer or OCR): words in reading order, words broken at line
// ends joined, every word with its span and box.
#pragma once

#include "intake/worker/clean_text.h"
#include "records/case_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::worker {

/// A word as a reader found it.
struct PlacedWord {
  std::string text;                           ///< UTF-8
  records::Box box{};                         ///< points from the top left
  int confidence = 100;                       ///< 0 to 100
  bool is_glued = false;                      ///< no space between this word and the next one on its line
  int quarter_turns = 0;                      ///< 0 runs to the right, 1 down, 2 upside down, 3 up
  std::optional<records::PartKind> part = {}; ///< what it is when it is no word of the page itself
  std::uint32_t part_number = 0;              ///< words of one part have one number
  bool stands_apart = false;                  ///< its part follows the page
};

/// Builds text and words of the page from the placed words; `number`, `width` and `height` are set by the caller.
/// A gap as wide as a column's edge becomes three spaces, a gap between paragraphs an empty line. Columns are read one
/// after another, table rows cell by cell (reading_order.h). A word that a hyphen parts at a line's end is one word of
/// two boxes without the hyphen, unless the hyphen is its own ("follow-up").
records::Page build_page(std::vector<PlacedWord> words);

/// A stretch of a text without boxes, and what it is when it is not the author's running text.
struct TextPiece {
  std::string text; ///< UTF-8, not yet cleaned; whole lines
  std::optional<records::PartKind> part = {};
  bool is_repeated = false; ///< of a part: every line of it was said before
};

/// A page without boxes out of its pieces; every line of a part is marked.
records::Page build_page(const std::vector<TextPiece>& pieces);

/// A page without boxes: the text, cleaned.
records::Page build_page(std::string_view text);

} // namespace openimr::worker
