#include "letters/clean_text.h"

#include <gtest/gtest.h>

namespace openimr::letters {

TEST(CleanText, MakesAnyBytesPrintable) {
  struct Case {
    std::string_view in, out;
  };
  using namespace std::string_view_literals;
  for (const Case& each : {Case{"plain"sv, "plain"sv}, Case{"Pe\xC3\xB1\x61 \xC2\xB5g"sv, "Peña µg"sv},
                           Case{"\xFF\xFEx"sv, "\uFFFD\uFFFDx"sv},         // no UTF-8
                           Case{"\xC0\xAF"sv, "\uFFFD\uFFFD"sv},           // overlong
                           Case{"\xED\xA0\x80"sv, "\uFFFD\uFFFD\uFFFD"sv}, // surrogate
                           Case{"\xE2\x82"sv, "\uFFFD\uFFFD"sv},           // cut off
                           Case{"a\0b\x1B[31mc\x7F"sv, "ab[31mc"sv},       // control characters
                           Case{"a\nb\tc\r"sv, "a b c "sv},
                           Case{"a\xE2\x80\xAE"
                                "b"sv,
                                "ab"sv}, // override of direction
                           Case{"\xF0\x9F\x98\x80"sv, "\xF0\x9F\x98\x80"sv}, Case{"\xEF\xBF\xBF"sv, ""sv}})
    EXPECT_EQ(clean(each.in), each.out);
  EXPECT_EQ(clean_line("  a \n\n b  "), "a b");
  EXPECT_EQ(count_characters("Peña"), 4u);
}

} // namespace openimr::letters
