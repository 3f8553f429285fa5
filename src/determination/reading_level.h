// Reading level: how many years of school a text asks for, by Flesch and Kincaid (1975), and its ease by Flesch (1948).
#pragma once

#include <string_view>

namespace openimr::determination {

struct ReadingLevel {
  int sentences = 0, words = 0, syllables = 0;
  double grade = 0;  ///< school grade; 0 for a text without words
  double ease = 100; ///< 0 (hard) to 100 (easy)
};

/// English text. Syllables are counted by groups of vowels, a silent e left out: a known simplification.
ReadingLevel reading_level(std::string_view text);

} // namespace openimr::determination
