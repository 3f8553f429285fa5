// How hard a text is to read: counts of sentences, words and syllables, and the school grade that a published formula
// makes of them. English: Flesch-Kincaid grade (Kincaid, Fishburne, Rogers, Chissom 1975). Spanish: Crawford (1989),
// with the INFLESZ scale of Barrio-Cantalejo (2008) on Szigriszt-Pazos' perspicuity.
#pragma once

#include "letters/language.h"

#include <string_view>

namespace openimr::letters {

struct ReadingLevel {
  int sentences = 0, words = 0, syllables = 0;
  double grade = 0; ///< school grade in the United States; 0 without a formula or without words
  double ease = 0;  ///< 0 hard to 100 easy: Flesch reading ease; Szigriszt-Pazos in Spanish
};

/// Paragraphs parted by line ends; a paragraph ends a sentence. Numbers count as one word of one syllable.
ReadingLevel reading_level(std::string_view text, ReadingFormula formula);

/// Syllables of one word in lower case, at least 1. English: groups of vowels less a silent e; Spanish: by the rules of
/// diphthong and hiatus.
int count_syllables(std::string_view word, ReadingFormula formula);

} // namespace openimr::letters
