// SPDX-License-Identifier: GPL-3.0-or-later
// Words that a hyphen parts at the end of a line.
#pragma once

#include "intake/worker/page_builder.h"

#include <set>
#include <string>
#include <string_view>

namespace openimr::worker {

/// What the hyphen between the last word of a line and the first one of the next is.
enum class Hyphen {
  None,   ///< there is none, or the next word does not go on with it
  Broken, ///< it came with the line's end: "inflam-" "mation"
  Own,    ///< the word has it: "follow-" "up"
};

/// Judges by how the page spells the word elsewhere, then by words that are known to take a hyphen.
class HyphenJudge {
public:
  /// The words must outlive the judge.
  explicit HyphenJudge(const std::vector<PlacedWord>& words) : words_(words) {}
  Hyphen judge(std::string_view line_end, std::string_view line_begin) const;

private:
  bool is_on_page(const std::string& word) const;

  const std::vector<PlacedWord>& words_;
  mutable std::set<std::string> spellings_; ///< of the page; gathered when first asked for
};

} // namespace openimr::worker
