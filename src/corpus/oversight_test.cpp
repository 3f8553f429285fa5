#include "corpus/forecast.h"
#include "corpus/oversight.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace openimr::corpus {
namespace {

constexpr auto For = CriterionStanding::For, Against = CriterionStanding::Against, Unknown = CriterionStanding::Unknown;

JudgedItem judged(const char* name, CriterionStanding a, CriterionStanding b, bool is_granted) {
  return {name, {{"a", a}, {"b", b}}, is_granted};
}

TEST(Oversight, ACaseNoWorseMustNotFareWorse) {
  const auto found = find_inconsistent(
      {judged("good", For, For, false), judged("poor", For, Against, true), judged("mixed", Against, For, true)});
  ASSERT_EQ(found.inconsistent.size(), 2U);
  EXPECT_EQ(found.comparable, 2U) << "poor and mixed are each better in something";
  EXPECT_EQ(found.one_factor, 2U);
  EXPECT_EQ(found.inconsistent[0].better, 0U);
  EXPECT_EQ(found.inconsistent[0].worse, 1U);
  EXPECT_EQ(found.inconsistent[0].differ, (std::vector<std::string>{"b"}));
}

TEST(Oversight, WhatIsConsistentIsNotListed) {
  EXPECT_TRUE(find_inconsistent({judged("x", For, For, true), judged("y", Against, For, false)}).inconsistent.empty());
  const auto equal = find_inconsistent({judged("x", For, Unknown, true), judged("y", For, Unknown, false)});
  EXPECT_EQ(equal.equal, 1U);
  EXPECT_EQ(equal.equal_unlike, 1U);
  EXPECT_EQ(equal.comparable, 0U);
  JudgedItem other{"z", {{"c", For}}, true};
  EXPECT_EQ(find_inconsistent({judged("x", For, For, false), other}).comparable, 0U) << "other criteria";
  EXPECT_EQ(find_inconsistent({}).comparable, 0U);
}

/// Order of the items changes nothing but which of a pair comes first.
TEST(Oversight, OrderDoesNotMatter) {
  std::vector<JudgedItem> items;
  for (const auto a : {For, Unknown, Against})
    for (const auto b : {For, Unknown, Against})
      for (const bool granted : {true, false}) items.push_back(judged("i", a, b, granted));
  const auto one = find_inconsistent(items);
  std::reverse(items.begin(), items.end());
  const auto two = find_inconsistent(items);
  EXPECT_EQ(one.comparable, two.comparable);
  EXPECT_EQ(one.inconsistent.size(), two.inconsistent.size());
  EXPECT_EQ(one.one_factor, two.one_factor);
  EXPECT_GT(one.inconsistent.size(), 0U);
}

TEST(Oversight, FunnelsAdjustForCaseMix) {
  std::vector<FunnelEntry> entries;
  // Hard cases are overturned half of the time, easy ones never; A has hard ones only and is as everybody.
  for (int i = 0; i < 100; ++i) entries.push_back({"A", "hard", i % 2 == 0});
  for (int i = 0; i < 100; ++i) entries.push_back({"B", "hard", i % 2 == 0});
  for (int i = 0; i < 200; ++i) entries.push_back({"B", "easy", false});
  for (const FunnelRow& row : funnel(entries)) EXPECT_FALSE(row.is_outside_95) << row.who;
  for (int i = 0; i < 60; ++i) entries.push_back({"C", "hard", true});
  for (const FunnelRow& row : funnel(entries)) {
    EXPECT_EQ(row.is_outside_998, row.who == "C") << row.who << " " << row.z;
    EXPECT_EQ(row.who == "C", row.adjusted > 0.3) << row.adjusted;
  }
  EXPECT_TRUE(funnel({}).empty());
}

LibraryDecision decided(int i, const char* treatment, bool is_changed) {
  LibraryDecision one;
  one.permalink = "p" + std::to_string(i);
  LibraryItem item;
  item.treatment = treatment;
  item.outcome = is_changed ? Decision::Overturned : Decision::Upheld;
  one.items.push_back(item);
  return one;
}

ItemIndex index_of(const char* treatment, int n, int changed) {
  ItemIndex index;
  for (int i = 0; i < n; ++i) index.add(decided(i, treatment, i < changed));
  return index;
}

TEST(Forecast, SpeaksWhereMuchIsKnownAndIsSilentElsewhere) {
  const ItemIndex index = index_of("cream", 60, 6);
  const LibraryDecision asked = decided(999, "cream", false), strange = decided(999, "surgery", false);
  const Forecast told = forecast(index, index.query(asked, asked.items[0]), "", {});
  EXPECT_FALSE(told.is_silent) << told.why_silent;
  EXPECT_NEAR(told.probability, 0.1, 0.02);
  EXPECT_LT(told.interval.low, told.probability);
  EXPECT_GT(told.interval.high, told.probability);
  ASSERT_FALSE(told.reasons.empty());
  EXPECT_EQ(told.reasons[0].feature, "treatment: cream");
  EXPECT_EQ(forecast(index, index.query(strange, strange.items[0]), "", {}).why_silent, "no_neighbours");
  const ItemIndex few = index_of("cream", 8, 4);
  EXPECT_EQ(forecast(few, few.query(asked, asked.items[0]), "", {}).why_silent, "too_few");
  const ItemIndex split = index_of("cream", 21, 10);
  EXPECT_EQ(forecast(split, split.query(asked, asked.items[0]), "", {.widest_interval = 0.3}).why_silent, "too_wide");
}

TEST(Forecast, WhatTheDecisionItselfSaysIsNotLookedAt) {
  LibraryDecision one = decided(1, "cream", true);
  const auto before = features_of(one, one.items[0]);
  one.items[0].reason = "meets_guideline";
  one.items[0].rationale = "…";
  one.items[0].citations.push_back({});
  one.specialties = {"Pain Medicine"};
  EXPECT_EQ(features_of(one, one.items[0]), before);
}

TEST(Forecast, DecisionsUnlikeTheirNeighbours) {
  const ItemIndex index = index_of("cream", 40, 1);
  const auto unusual = unusual_decisions(index, {});
  ASSERT_EQ(unusual.size(), 1U);
  EXPECT_EQ(index.at(unusual[0].item).permalink, "p0");
  EXPECT_EQ(unusual[0].as_this, 0U);
  EXPECT_TRUE(unusual_decisions(index_of("cream", 40, 20), {}).empty());
  EXPECT_TRUE(unusual_decisions(index_of("cream", 10, 1), {}).empty()) << "too few to say";
}

} // namespace
} // namespace openimr::corpus
