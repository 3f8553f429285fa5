#include "corpus/statistics.h"

#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

LibraryDecision decision(const char* treatment, Decision outcome, int year) {
  LibraryDecision one;
  one.year = year;
  LibraryItem item;
  item.treatment = treatment;
  item.outcome = outcome;
  one.items.push_back(item);
  return one;
}

TEST(Statistics, CountsRatesAndStrata) {
  Tally tally(Dimension::Treatment, Dimension::Year);
  for (int i = 0; i < 30; ++i) tally.add(decision("a", i < 10 ? Decision::Overturned : Decision::Upheld, 2014));
  for (int i = 0; i < 20; ++i)
    tally.add(decision("b", i < 11 ? Decision::PartiallyOverturned : Decision::Upheld, i < 10 ? 2014 : 2015));
  const auto table = tally.table(0);
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].label, "a");
  EXPECT_EQ(table.rows[0].outcomes.changed(), 10U);
  EXPECT_NEAR(table.rows[0].rate(), 1.0 / 3, 1e-12);
  EXPECT_EQ(table.rows[0].interval, wilson(10, 30));
  EXPECT_EQ(table.total.outcomes.changed(), 21U);
  // Standard: 40 of 2014, 10 of 2015. b: 10/10 and 1/10.
  ASSERT_TRUE(table.rows[1].standardised);
  EXPECT_NEAR(table.rows[1].standardised->rate, 0.8 * 1 + 0.2 * 0.1, 1e-12);
  EXPECT_NEAR(table.rows[0].standardised->coverage, 0.8, 1e-12);
}

TEST(Statistics, OrderDoesNotMatterAndUnknownIsCountedApart) {
  const auto rows = [](bool turned) {
    Tally tally(Dimension::Treatment);
    auto first = decision("x", Decision::Upheld, 2014), second = decision("", Decision::Upheld, 2014);
    first.items[0].outcome.reset();
    turned ? tally.add(second) : tally.add(first);
    turned ? tally.add(first) : tally.add(second);
    return tally.table(0);
  };
  EXPECT_EQ(rows(true).rows[0].outcomes, rows(false).rows[0].outcomes);
  EXPECT_EQ(rows(true).rows[0].outcomes.unknown, 1U);
  EXPECT_EQ(rows(true).rows[0].outcomes.decided(), 0U);
  EXPECT_EQ(rows(true).without_label, 1U);
}

TEST(Statistics, SmallCellsAndWhatWouldGiveThemAway) {
  const Outcomes large{100, 50, 0, 0}, middle{40, 20, 0, 0}, rare{90, 3, 0, 0}, other_rare{2, 70, 0, 0},
      empty{0, 0, 0, 0};
  EXPECT_EQ(suppressed_rows({large, middle}, 11, true), (std::vector<bool>{false, false}));
  EXPECT_EQ(suppressed_rows({large, rare, middle}, 11, true), (std::vector<bool>{false, true, true}))
      << "complementary";
  EXPECT_EQ(suppressed_rows({large, rare, middle}, 11, false), (std::vector<bool>{false, true, false}));
  EXPECT_EQ(suppressed_rows({large, rare, other_rare, middle}, 11, true),
            (std::vector<bool>{false, true, true, false}));
  EXPECT_EQ(suppressed_rows({large, empty}, 11, true), (std::vector<bool>{false, false})) << "none is no secret";
  EXPECT_EQ(suppressed_rows({rare, other_rare}, 0, true), (std::vector<bool>{false, false}));
}

/// Whatever the table, no shown count lies between 1 and the least but the total's, and one hidden row never stands
/// alone.
TEST(Statistics, NothingSmallIsShown) {
  std::uint64_t state = 3;
  const auto draw = [&](std::uint64_t n) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state >> 33) % n);
  };
  for (int round = 0; round < 500; ++round) {
    std::vector<Outcomes> rows(2 + draw(6));
    for (Outcomes& row : rows) row = {draw(60), draw(60), 0, 0};
    const auto hidden = suppressed_rows(rows, 11, true);
    std::size_t count = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      count += hidden[i] ? 1 : 0;
      if (hidden[i]) continue;
      EXPECT_TRUE((rows[i].upheld == 0 || rows[i].upheld > 10) && (rows[i].changed() == 0 || rows[i].changed() > 10));
    }
    EXPECT_NE(count, 1U);
  }
}

TEST(Statistics, AgeingByNearestRank) {
  const Ageing age = ageing_of({40, 10, 20, 30}, 2, 1);
  EXPECT_EQ(age.n, 4U);
  EXPECT_NEAR(age.mean, 25, 1e-12);
  EXPECT_EQ(age.median, 20);
  EXPECT_EQ(age.ninetieth, 40);
  EXPECT_EQ(age.within_30, 3U);
  EXPECT_EQ(ageing_of({}, 5, 0).n, 0U);
  Tally tally(Dimension::All);
  LibraryDecision one;
  one.assigned = Date::from(2015, 3, 1);
  one.decided = Date::from(2015, 3, 31);
  tally.add(one);
  one.decided = Date::from(2015, 2, 1);
  tally.add(one);
  EXPECT_EQ(tally.age_from_assignment().median, 30);
  EXPECT_EQ(tally.age_from_assignment().impossible, 1U);
  EXPECT_EQ(tally.age_from_application().missing, 2U);
}

TEST(Statistics, DimensionsHaveNames) {
  for (const std::string& word : dimension_names()) {
    const auto dimension = dimension_named(word);
    ASSERT_TRUE(dimension) << word;
    EXPECT_EQ(name(*dimension), word);
  }
  EXPECT_FALSE(dimension_named("colour"));
}

} // namespace
} // namespace openimr::corpus
