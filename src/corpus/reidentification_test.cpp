#include "corpus/reidentification.h"

#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

LibraryDecision person(int age, const char* sex, int injured, const char* drug) {
  LibraryDecision one;
  one.age = age;
  one.age_band = age > 50 ? "51-60" : "41-50";
  one.sex = sex;
  one.injured = Date::from(injured, 5, 1);
  one.year = 2015;
  LibraryItem item;
  item.drugs = {drug};
  item.drug_classes = {"opioid"};
  one.items.push_back(item);
  return one;
}

TEST(Reidentification, CountsWhoLooksTheSame) {
  RiskCounter counter(person(54, "male", 2011, "morphine"));
  for (int i = 0; i < 3; ++i) counter.add(person(54, "male", 2011, "morphine"));
  for (int i = 0; i < 20; ++i) counter.add(person(51 + i % 9, "male", 2011, "morphine"));
  for (int i = 0; i < 50; ++i) counter.add(person(54, "female", 2011, "morphine"));
  const RiskReport report = counter.report(11);
  EXPECT_EQ(report.library, 73U);
  EXPECT_EQ(report.as_it_is.k, 5U) << "three of the age, and two of the others";
  EXPECT_EQ(report.as_it_is.loss, 0);
  ASSERT_FALSE(report.enough.empty());
  EXPECT_EQ(report.enough[0].loss, 1);
  EXPECT_EQ(report.enough[0].levels[static_cast<std::size_t>(Quasi::Age)], 1) << "a band hides him";
  EXPECT_EQ(report.enough[0].k, 23U);
  ASSERT_EQ(report.steps.size(), quasi_count);
}

TEST(Reidentification, CoarserNeverHasFewer) {
  RiskCounter counter(person(54, "male", 2011, "morphine"));
  for (int i = 0; i < 200; ++i)
    counter.add(person(41 + i % 20, i % 3 ? "male" : "female", 2005 + i % 9, i % 2 ? "morphine" : "oxycodone"));
  const RiskReport report = counter.report(0);
  for (const auto& step : report.steps) EXPECT_GE(step.k, report.as_it_is.k);
  EXPECT_EQ(report.enough[0].loss, 0) << "with nothing wanted the letter stays as it is";
  EXPECT_TRUE(counter.report(100000).enough.empty()) << "not even everybody is enough";
}

TEST(Reidentification, WhatIsNotSaidSinglesNobodyOut) {
  RiskCounter counter(LibraryDecision{});
  counter.add(person(54, "male", 2011, "morphine"));
  EXPECT_EQ(counter.report(1).as_it_is.k, 1U);
}

TEST(Reidentification, TheLetterIsNoCompanyForItself) {
  auto one = person(54, "male", 2011, "morphine");
  one.permalink = "p1";
  RiskCounter counter(one);
  counter.add(one);
  EXPECT_EQ(counter.report(1).as_it_is.k, 0U);
}

} // namespace
} // namespace openimr::corpus
