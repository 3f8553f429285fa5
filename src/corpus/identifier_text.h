// A letter's text as words, numbers and marks, the way names are looked for: letter case, line ends and gaps kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// Lower case without accents and apostrophes: "O'Brien" and "Núñez" become "obrien" and "nunez".
std::string fold_name(std::string_view text);

/// The same with what scanners mix up made one: 0 and o, 1 and l and i, 5 and s, rn and m.
std::string fold_scanned(std::string_view text);

struct NameToken {
  enum class Kind : std::uint8_t { Word, Number, Mark };
  std::size_t begin = 0, end = 0;
  Kind kind = Kind::Mark;
  bool is_capital = false;  ///< its first letter is one
  bool is_upper = false;    ///< all its letters are capitals
  bool is_glued = false;    ///< nothing stands between it and the token before
  bool after_line = false;  ///< a line end stands before it, or the text begins
  bool after_gap = false;   ///< a blank line, a tab or two spaces stand before it, or the text begins
  bool in_capitals = false; ///< no word of its line begins with a small letter, so that its capital says nothing
  std::string folded = {};  ///< fold_name of a word or number; the mark itself
};

/// Words (letters with inner apostrophes; a final 's is a word of its own), numbers (digits), marks (one character).
std::vector<NameToken> name_tokens(std::string_view text);

/// Insertions, deletions, exchanges and swaps of neighbours between the two, or `limit + 1` when there are more.
int spelling_distance(std::string_view a, std::string_view b, int limit);

} // namespace openimr::corpus
