// The pages that a citation names, in the ways that UR decisions write them.
#include "intake/ur_decision_reading.h"

#include <cctype>
#include <gtest/gtest.h>

namespace openimr::intake {

TEST(UrDecision, PagesOfACitation) {
  const std::pair<const char*, const char*> cases[] = {
      {"MTUS Chronic Pain Guidelines, Topical Analgesics, pages 111-113", "111-113"},
      {"MTUS, pages 49, 60-61 and 78.", "49, 60-61 and 78"},
      {"MTUS, page 78 and the ODG", "78"},
      {"ACOEM, Chapter 12, pp. 303, 305", "303, 305"},
      {"ACOEM 2004, p. 287", "287"},
      {"Pg 16-19; ODG, Pain", "16-19"},
      {"Homepage 12 of the ODG", ""},
      {"ODG Pain Chapter, 2014", ""},
      {"pages", ""},
      {"pages and more", ""},
      {"", ""},
      {"MTUS \xE2\x80\x9CTopical\xE2\x80\x9D, page 111", ""}, // marks of several bytes: not told rather than cut wrongly
  };
  for (const auto& [citation, pages] : cases) EXPECT_EQ(pages_of_citation(citation), pages) << citation;
}

TEST(UrDecision, PagesOfACitationAreWordsOfIt) {
  std::uint32_t seed = 3;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  const char* pieces[] = {"page ", "pages ", "pp.", "p. ", "12", "3-4", ", ", " and ", "&", " ", "x", "\xC3\xA9", "-"};
  for (int round = 0; round < 5000; ++round) {
    std::string citation;
    for (std::uint32_t n = next() % 12; n > 0; --n) citation += pieces[next() % std::size(pieces)];
    const std::string pages = pages_of_citation(citation);
    EXPECT_NE(citation.find(pages), std::string::npos);
    EXPECT_TRUE(pages.empty() || (std::isdigit(pages.front()) && std::isdigit(pages.back()))) << citation;
  }
}

} // namespace openimr::intake
