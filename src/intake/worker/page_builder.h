// SPDX-License-Identifier: GPL-3.0-or-later
// From placed words to a page: lines from top to bottom, words from left to right, a table row on one line, every word
// with its span and box.
#pragma once

#include "records/case_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::worker {

/// A word as a reader found it.
struct PlacedWord {
  std::string text;       ///< UTF-8
  records::Box box{};     ///< points from the top left
  int confidence = 100;   ///< 0 to 100
  bool is_glued = false;  ///< no space between this word and the next one on its line
  bool is_upright = true; ///< false for text that runs up, down or upside down; it goes to the end of the page
};

/// Builds text and words of the page from the placed words; `number`, `width` and `height` are set by the caller.
/// A gap as wide as a column's edge becomes three spaces, a gap between paragraphs an empty line.
records::Page build_page(std::vector<PlacedWord> words);

/// A page without boxes: the text, cleaned.
records::Page build_page(std::string_view text);

/// UTF-8 without control characters, odd spaces and typographic ligatures; broken bytes become U+FFFD.
/// Tabs and line feeds stay, carriage returns and form feeds become line feeds.
std::string clean(std::string_view text);

} // namespace openimr::worker
