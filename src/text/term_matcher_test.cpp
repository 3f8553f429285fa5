#include "text/term_matcher.h"

#include <gtest/gtest.h>

namespace openimr::text {
namespace {

std::vector<std::string> found(const TermMatcher& matcher, std::string_view text) {
  std::vector<Token> tokens;
  std::vector<TermHit> hits;
  matcher.tokenize(text, tokens);
  matcher.find(tokens, hits);
  std::vector<std::string> words;
  for (const TermHit& hit : hits)
    words.emplace_back(
        text.substr(tokens[hit.first].span.begin, tokens[hit.last - 1].span.end - tokens[hit.first].span.begin));
  return words;
}

TEST(TermMatcher, CaseSpacesHyphensAndLineBreaksDoNotMatter) {
  TermMatcher matcher;
  matcher.add("motor weakness");
  matcher.add("post-laminectomy");
  matcher.add("medication");
  EXPECT_EQ(found(matcher, "Motor\n   WEAKNESS, post laminectomy"),
            (std::vector<std::string>{"Motor\n   WEAKNESS", "post laminectomy"}));
  EXPECT_EQ(found(matcher, "his medi-\ncation list"), (std::vector<std::string>{"medi-\ncation"}));
  EXPECT_TRUE(found(matcher, "motor, weakness; premedication").empty());
  EXPECT_TRUE(found(matcher, "").empty());
}

TEST(TermMatcher, GivesAllTermsAtAPlace) {
  TermMatcher matcher;
  matcher.add("no");
  matcher.add("no evidence of");
  EXPECT_EQ(found(matcher, "no evidence of disease").size(), 2U);
  EXPECT_EQ(matcher.add("NO"), 0);
  EXPECT_EQ(matcher.add("  "), -1);
  EXPECT_EQ(matcher.size(), 2);
}

TEST(TermMatcher, RangesKeepTheirMark) {
  TermMatcher matcher;
  std::vector<Token> tokens;
  matcher.tokenize("5-10 mg, L5-S1, patient's", tokens);
  std::vector<std::string> words;
  for (const Token& token : tokens) words.emplace_back(token.span.of("5-10 mg, L5-S1, patient's"));
  EXPECT_EQ(words, (std::vector<std::string>{"5", "-", "10", "mg", ",", "L5", "S1", ",", "patient", "'s"}));
}

} // namespace
} // namespace openimr::text
