#include "text/words.h"

#include <gtest/gtest.h>

namespace openimr::text {

TEST(Words, OneLineFoldsSpacesAndCutsAtAWord) {
  EXPECT_EQ(one_line("  a\n b\t\tc \r\n"), "a b c");
  EXPECT_EQ(one_line(""), "");
  EXPECT_EQ(one_line("alpha beta gamma", 12), "alpha beta …");
  EXPECT_EQ(one_line("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 3), "\xC3\xA9 …") << "never inside a letter";
}

TEST(Words, AreFoundWholeOnly) {
  EXPECT_TRUE(has_words("no mri of the knee", "mri"));
  EXPECT_TRUE(has_words("a wean, then", "wean"));
  EXPECT_FALSE(has_words("weaning", "wean"));
  EXPECT_FALSE(has_words("anything", ""));
}

TEST(Words, LowerFirstLeavesAbbreviations) {
  EXPECT_EQ(lower_first("The worker"), "the worker");
  EXPECT_EQ(lower_first("MRI report"), "MRI report");
  EXPECT_EQ(lower_first(""), "");
  EXPECT_EQ(lower("TID \xC3\x89"), "tid \xC3\x89");
}

} // namespace openimr::text
