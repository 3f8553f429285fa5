// The words of a sentence with the numbers among them, and the pain scores that they tell. Private to the room.
#pragma once

#include "clinical/page_reading.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// The sentence as folded words, with the numbers that stand in it as digits or words.
struct SentenceWords {
  const PageReading& reading;
  TokenRange range;
  std::vector<std::string> folded;
  std::vector<std::optional<double>> numbers; ///< one per word

  SentenceWords(const PageReading& page, TokenRange tokens);

  std::size_t size() const { return folded.size(); }
  /// The word, or an empty one behind the end.
  const std::string& at(std::size_t place) const;
  bool has(std::initializer_list<std::string_view> words) const;
  /// The tokens of words [from, to).
  TokenRange tokens(std::size_t from, std::size_t to) const {
    return {range.begin + static_cast<std::uint32_t>(from), range.begin + static_cast<std::uint32_t>(to)};
  }
};

/// A pain score out of ten: words [begin, end) of the sentence.
struct PainScore {
  std::size_t begin = 0, end = 0;
  double low = 0, high = 0; ///< equal unless a range is told
  std::string context;      ///< with, without, from, to, worst, least, average, …; left empty by pain_scores()
};

/// "7/10", "5-6/10", "7 out of 10", or numbers on a scale that is named ("on a scale of 0 to 10 she rates it as a 7").
std::vector<PainScore> pain_scores(const SentenceWords& words);

} // namespace openimr::clinical
