// Why nobody may review, against brute force over all sets of grounds.
#include "reviewers/nobody.h"

#include <gmock/gmock.h>
#include <random>
#include <set>

namespace openimr::reviewers {
namespace {

using Grounds = std::set<Ground>;

Slate slate_of(const std::vector<Grounds>& reviewers) {
  Slate slate;
  for (std::size_t r = 0; r < reviewers.size(); ++r) {
    ExcludedReviewer each{"R" + std::to_string(r), {}};
    for (const Ground& ground : reviewers[r]) each.reasons.push_back({ground.rule, ground.party, "words", "citation"});
    slate.excluded.push_back(std::move(each));
  }
  return slate;
}

/// All sets of these grounds that exclude everyone and of which no part does.
std::set<Grounds> by_brute_force(const std::vector<Grounds>& reviewers, const std::vector<Ground>& grounds) {
  const auto excludes_all = [&](unsigned set) {
    for (const Grounds& held : reviewers) {
      bool is_met = false;
      for (std::size_t g = 0; g < grounds.size(); ++g) is_met |= (set >> g & 1) != 0 && held.count(grounds[g]) != 0;
      if (!is_met) return false;
    }
    return true;
  };
  std::set<Grounds> smallest;
  for (unsigned set = 0; set < 1U << grounds.size(); ++set) {
    if (!excludes_all(set)) continue;
    bool is_minimal = true;
    Grounds words;
    for (std::size_t g = 0; g < grounds.size(); ++g)
      if (set >> g & 1) {
        is_minimal &= !excludes_all(set & ~(1U << g));
        words.insert(grounds[g]);
      }
    if (is_minimal) smallest.insert(words);
  }
  return smallest;
}

TEST(Nobody, EqualsBruteForce) {
  std::mt19937 random(44);
  const std::vector<Ground> grounds = {{"B-C1", "A"},    {"B-C1", "B"},         {"B-C2", "A"},       {"no_qme", ""},
                                       {"capacity", ""}, {"board_current", ""}, {"no_sanctions", ""}};
  for (int i = 0; i < 1000; ++i) {
    std::vector<Grounds> reviewers(1 + random() % 6);
    for (Grounds& held : reviewers)
      while (held.empty())
        for (const Ground& ground : grounds)
          if (random() % 3 == 0) held.insert(ground);
    const Nobody why = explain_nobody(slate_of(reviewers));
    std::set<Grounds> found;
    for (const auto& set : why.together) found.emplace(set.begin(), set.end());
    EXPECT_EQ(found, by_brute_force(reviewers, grounds));
    EXPECT_EQ(found.size(), why.together.size()) << "no set twice";
    EXPECT_TRUE(why.is_complete);
    for (const Opening& opening : why.openings)
      for (const Grounds& held : reviewers) {
        const Grounds waived(opening.grounds.begin(), opening.grounds.end());
        EXPECT_FALSE(held != waived && std::includes(waived.begin(), waived.end(), held.begin(), held.end()))
            << "less than this opening admits somebody";
      }
  }
}

TEST(Nobody, IsToldInFewWords) {
  const Nobody why = explain_nobody(slate_of({{{"B-C1", "Example Freight"}}, {{"no_qme", ""}, {"capacity", ""}}}));
  EXPECT_THAT(told(why), testing::ElementsAre("together exclude everybody: B-C1 (Example Freight), capacity",
                                              "together exclude everybody: B-C1 (Example Freight), no_qme",
                                              "without B-C1 (Example Freight) could review: R0",
                                              "without capacity and no_qme could review: R1"));
}

TEST(Nobody, SaysWhenThereAreMoreSetsThanItLists) {
  std::vector<Grounds> reviewers;
  for (int r = 0; r < 12; ++r)
    reviewers.push_back({{"rule" + std::to_string(r), "x"}, {"rule" + std::to_string(r), "y"}});
  const Nobody why = explain_nobody(slate_of(reviewers), 100); // 4,096 in all
  EXPECT_FALSE(why.is_complete);
  EXPECT_EQ(why.together.size(), 100U);
  EXPECT_THAT(told(why), testing::Contains("and more than 95 further such sets"));
}

} // namespace
} // namespace openimr::reviewers
