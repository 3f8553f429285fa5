#include "corpus/citation.h"

#include <gtest/gtest.h>

namespace openimr::corpus {

TEST(ParsePages, ReadsWhatLettersPrint) {
  struct Case {
    const char* text;
    std::vector<PageRange> pages;
  };
  for (const Case& each :
       {Case{"64", {{64, 64}}}, Case{"111-112", {{111, 112}}}, Case{"78, 80, 91", {{78, 78}, {80, 80}, {91, 91}}},
        Case{"68-69 and 74", {{68, 69}, {74, 74}}}, Case{"124-7", {{124, 127}}}, Case{"12-5", {{12, 15}}},
        Case{"98 – 99; 12 & 13", {{98, 99}, {12, 12}, {13, 13}}}, Case{"82 to 92", {{82, 92}}},
        Case{" 5, and 6", {{5, 5}, {6, 6}}}}) {
    const auto pages = parse_pages(each.text);
    ASSERT_TRUE(pages) << each.text;
    EXPECT_EQ(*pages, each.pages) << each.text;
  }
}

TEST(ParsePages, RefusesWhatIsNoPageList) {
  for (const char* text :
       {"", " ", "page 4", "0", "9-", "-9", "25-13", "4,", "4, x", "iv", "123456", "9-99999999", "4.5", "5 and"})
    EXPECT_FALSE(parse_pages(text)) << text;
}

TEST(ParsePages, Covers) {
  const auto pages = *parse_pages("111-113, 64");
  for (int page : {111, 112, 113, 64}) EXPECT_TRUE(covers(pages, page));
  for (int page : {110, 114, 63, 65, 0}) EXPECT_FALSE(covers(pages, page));
}

} // namespace openimr::corpus
