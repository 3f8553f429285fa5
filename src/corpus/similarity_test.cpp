#include "corpus/similarity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

ItemProfile profile(std::string treatment, std::vector<LibraryFact> facts) {
  ItemProfile out;
  out.treatment = std::move(treatment);
  out.facts = std::move(facts);
  return out;
}

TEST(Similarity, IsWholeWithItselfAndTheSameBothWays) {
  ItemProfile a = profile("baclofen", {{"dx.crps", true}});
  a.age = 40;
  a.diagnoses = {"low back pain"};
  ItemProfile b = profile("gabapentin", {{"dx.crps", false}});
  b.age = 55;
  b.diagnoses = {"low back pain", "depression"};
  EXPECT_DOUBLE_EQ(likeness(a, a).score, 1);
  EXPECT_DOUBLE_EQ(likeness(a, b).score, likeness(b, a).score);
  EXPECT_LT(likeness(a, b).score, 0.5);
  EXPECT_GT(likeness(a, b).score, 0);
}

TEST(Similarity, WhatOneSideDoesNotSayCountsForNeither) {
  ItemProfile a = profile("baclofen", {}), b = a;
  b.body_part = "knee";
  b.age = 70;
  EXPECT_DOUBLE_EQ(likeness(a, b).score, 1);
  EXPECT_DOUBLE_EQ(likeness({}, {}).score, 0); // nothing is known: nothing is alike
}

TEST(Similarity, DifferencesNameWhatEachSideSays) {
  const auto found = likeness(profile("baclofen", {{"dx.a", false}, {"dx.b", true}, {"dx.c", false}}),
                              profile("baclofen", {{"dx.b", false}, {"dx.c", false}}));
  ASSERT_EQ(found.differences.size(), 2U);
  EXPECT_EQ(found.differences[0].concept_id, "dx.b"); // opposed ones first
  EXPECT_TRUE(found.differences[0].is_opposed);
  EXPECT_EQ(found.differences[0].here, Presence::Absent);
  EXPECT_EQ(found.differences[1].concept_id, "dx.a");
  EXPECT_EQ(found.differences[1].there, Presence::Silent);
}

} // namespace
} // namespace openimr::corpus
