// Boilerplate: how much of a rationale was said before, by the share of its word sequences (shingles, Broder 1997) that
// stand in an earlier letter too. A reasoned decision is about one patient; one that could be about anybody is not.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

/// A letter written before.
struct EarlierLetter {
  std::string name; ///< file name
  std::string text;
};

struct BoilerplateIndex {
  std::string item;
  int shingles = 0;                  ///< different word sequences of the rationale
  double share = 0;                  ///< of them, those that stand in the letter that shares most: 0 to 1
  double share_of_all = 0;           ///< of them, those that stand in any earlier letter
  std::string letter;                ///< that shares most; empty when there is none
  std::vector<std::string> repeated; ///< the longest passages that it shares, at most three, in its own words
};

/// Lower-case words in sequence, as sets of joined sequences.
std::set<std::string> shingles(std::string_view text, int words);

/// Share of the shingles of one text that stand in another: 0 to 1; 0 when it has none.
double shared_share(std::string_view text, std::string_view other, int words);

/// The index of a rationale against earlier letters. Numbers and dates count as one word "#", so that a letter with
/// other figures is still the same letter.
BoilerplateIndex measure_boilerplate(std::string_view rationale, const std::vector<EarlierLetter>& earlier, int words);

} // namespace openimr::determination
