#include "corpus/query.h"

#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

/// What a query is read as, written out again.
std::string read(std::string_view text) {
  const auto query = parse_query(text);
  return query ? to_text(*query) : query.error().message();
}

TEST(Query, IsReadAsItsRulesSay) {
  for (const auto& [typed, meant] : std::vector<std::pair<const char*, const char*>>{
           {"", ""},
           {"Ketamine", "ketamine"},
           {"ketamine cream", "ketamine cream"},
           {"ketamine AND cream", "ketamine cream"},
           {"ketamine OR cream denied", "ketamine OR (cream denied)"},
           {"(ketamine OR cream) denied", "(ketamine OR cream) denied"},
           {"\"complex regional\"", "\"complex regional\""},
           {"opioid*", "opioid*"},
           {"\"opioid wean\"*", "\"opioid wean\"*"},
           {"-baclofen pain", "NOT baclofen pain"},
           {"pain NOT (a1 OR b2)", "pain NOT (a1 OR b2)"},
           {"10/325", "10/325"},
           {"pain & relief - now", "pain relief now"},
           {"pain NEAR/5 relief", "(\"pain\" NEAR/5 \"relief\")"},
           {"pain NEAR relief", "(\"pain\" NEAR/10 \"relief\")"},
           {"drug:ketamine outcome:overturned", "drug:\"ketamine\" outcome:\"overturned\""},
           {"outcome:(upheld OR overturned)", "outcome:\"upheld\" OR outcome:\"overturned\""},
           {"year:2014..2016 page:111", "year:2014..2016 page:111"},
           {"silent:\"antidepressant trial\"", "silent:\"antidepressant trial\""},
           {"rationale:(pain relief)", "rationale:pain rationale:relief"},
           {"case:CM14-0000001", "case:\"cm14 0000001\""},
           {"dosis de ácido", "dosis de ácido"},
       })
    EXPECT_EQ(read(typed), meant) << typed;
}

TEST(Query, WhatIsWrittenIsReadTheSame) {
  for (const char* typed :
       {"a1 (b1 OR c1) NOT d1", "NOT (a1 b1)", "item:\"x y\"", "pain NEAR/5 relief NEAR/5 days", "drug:(a1 OR b1) c1",
        "\"and\" OR \"or\"", "summary:(a1 OR (b1 c1))", "xy* 10/325", "year:2014 age:50..59 -sex:female"}) {
    const auto first = parse_query(typed);
    ASSERT_TRUE(first) << typed;
    const auto again = parse_query(to_text(*first));
    ASSERT_TRUE(again) << to_text(*first);
    EXPECT_EQ(to_text(*again), to_text(*first)) << typed;
    EXPECT_EQ(*again, *first) << typed;
  }
}

TEST(Query, WhatIsWrongIsNamedWithItsPlace) {
  for (const auto& [typed, at, found] : std::vector<std::tuple<std::string, int, const char*>>{
           {"a (b", 3, "a parenthesis that is not closed"},
           {"a b)", 4, "a closing parenthesis without an opening one"},
           {"()", 2, ")"},
           {"a OR", 5, "the end of the query"},
           {"AND a", 1, "AND"},
           {"a \"b", 3, "a quotation mark that is not closed"},
           {"drg:x", 1, "drg:"},
           {"drug:", 6, "nothing behind drug:"},
           {"drug: outcome:x", 7, "outcome"},
           {"year:x", 6, "x"},
           {"year:2016..2014", 6, "2016..2014"},
           {"NEAR/0 a", 1, "NEAR/0"},
           {"a NEAR/5", 9, "the end of the query"},
           {"a NEAR/5 b NEAR/6 c", 12, "NEAR/6"},
           {"a*", 1, "a*"},
           {"!!", 1, "!!"},
           {"item:drug:x", 6, "nothing behind item:"},
           {"item:(drug:x)", 1, "item: before a field"},
           {std::string(200, '('), 65, "parentheses nested too deep"},
           {std::string(3000, 'a'), 2001, "3000 bytes"},
       }) {
    const auto query = parse_query(typed);
    ASSERT_FALSE(query) << typed;
    EXPECT_EQ(query.error().where, "query, character " + std::to_string(at))
        << typed << ": " << query.error().message();
    EXPECT_EQ(query.error().found, found) << typed;
    EXPECT_FALSE(query.error().expected.empty()) << typed;
  }
}

TEST(Query, TakesAnyBytes) {
  std::uint64_t state = 7;
  const std::string alphabet = "ab \"()*:-/ANDORTE5.\n\xc3\xa9\xff";
  for (int round = 0; round < 20'000; ++round) {
    std::string typed;
    for (int k = 0; k < 24; ++k) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      typed += alphabet[(state >> 33) % alphabet.size()];
    }
    const auto query = parse_query(typed);
    if (!query) continue;
    const auto again = parse_query(to_text(*query));
    ASSERT_TRUE(again) << typed << " -> " << to_text(*query);
    EXPECT_EQ(*again, *query) << typed << " -> " << to_text(*query);
  }
}

TEST(Pattern, SaysWhatMustBePresentAbsentOrUnsaid) {
  for (const auto& [typed, meant] : std::vector<std::pair<const char*, const char*>>{
           {"topical ketamine, CRPS absent, antidepressant trial not documented",
            "topical ketamine absent:\"crps\" silent:\"antidepressant trial\""},
           {"no radiculopathy; MRI documented", "absent:\"radiculopathy\" present:\"mri\""},
           {"without surgery", "absent:\"surgery\""},
           {"no mention of acupuncture", "silent:\"acupuncture\""},
       }) {
    const auto query = parse_pattern(typed);
    ASSERT_TRUE(query) << typed;
    EXPECT_EQ(to_text(*query), meant);
  }
  EXPECT_FALSE(parse_pattern("ketamine,, cream"));
  EXPECT_FALSE(parse_pattern(""));
}

} // namespace
} // namespace openimr::corpus
