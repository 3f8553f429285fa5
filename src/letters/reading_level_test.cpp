#include "letters/reading_level.h"

#include <gtest/gtest.h>

namespace openimr::letters {

TEST(Syllables, AreCounted) {
  struct Case {
    const char* word;
    int english, spanish;
  };
  // -1: not a word of that language.
  const Case cases[] = {{"care", 1, -1},     {"decided", 3, -1},     {"asked", 1, -1},   {"medical", 3, -1},
                        {"table", 2, -1},    {"the", 1, -1},         {"insurer", 3, -1}, {"appeal", 2, -1},
                        {"decisión", -1, 3}, {"médico", -1, 3},      {"día", -1, 2},     {"tratamiento", -1, 4},
                        {"que", -1, 1},      {"aseguradora", -1, 6}, {"oído", -1, 3},    {"leyó", -1, 2},
                        {"y", 1, 1},         {"hay", -1, 1},         {"cuidado", -1, 3}, {"guía", -1, 2},
                        {"42", 1, 1}};
  for (const Case& one : cases) {
    SCOPED_TRACE(one.word);
    if (one.english > 0) {
      EXPECT_EQ(count_syllables(one.word, ReadingFormula::FleschKincaid), one.english);
    }
    if (one.spanish > 0) {
      EXPECT_EQ(count_syllables(one.word, ReadingFormula::Crawford), one.spanish);
    }
  }
}

TEST(ReadingLevel, CountsSentencesAndWords) {
  const auto level = reading_level("You asked for a review. The answer is no.\nCall us at 1.5 or (000) 555-0100",
                                   ReadingFormula::FleschKincaid);
  EXPECT_EQ(level.sentences, 3);
  EXPECT_EQ(level.words, 16);
  EXPECT_EQ(reading_level("", ReadingFormula::FleschKincaid).grade, 0);
  EXPECT_EQ(reading_level("...\n\n!", ReadingFormula::Crawford).words, 0);
}

/// 10 words, 2 sentences, 10 syllables: 0.39 * 5 + 11.8 - 15.59; Crawford -0.205 * 20 + 0.049 * 100 - 3.407.
TEST(ReadingLevel, IsThePublishedFormula) {
  const auto english = reading_level("The cat sat on mats. The dog ran to it.", ReadingFormula::FleschKincaid);
  EXPECT_EQ(english.words, 10);
  EXPECT_EQ(english.syllables, 10);
  EXPECT_NEAR(english.grade, -1.84, 0.005);
  EXPECT_NEAR(english.ease, 206.835 - 1.015 * 5 - 84.6, 0.005);
  const auto spanish = reading_level("El sol da luz y paz. No hay mal.", ReadingFormula::Crawford);
  EXPECT_EQ(spanish.words, 9);
  EXPECT_EQ(spanish.syllables, 9);
  EXPECT_NEAR(spanish.grade, -0.205 * 200.0 / 9 + 4.9 - 3.407, 0.005);
}

} // namespace openimr::letters
