#include "guidelines/phase.h"

#include "guidelines/evaluate.h"
#include "guidelines/test_scene.h"

#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

records::Fact& add_use(TestScene& scene, const char* date) {
  records::Fact& fact = scene.add("drug.baclofen", date);
  fact.details["ingredient"] = "baclofen";
  return fact;
}

/// "initial, sure: reason" for baclofen in these words.
std::string told(TestScene& scene, const char* words) {
  scene.request.item.text = words;
  scene.request.item.ingredients = {"baclofen"};
  explain_phase(scene.request, scene.chart, test_day());
  return std::string(name(scene.request.phase)) + (scene.request.phase_is_unsure ? ", unsure: " : ", sure: ") +
         scene.request.phase_reason;
}

} // namespace

TEST(Phase, SilenceIsAFirstRequest) {
  TestScene scene;
  EXPECT_EQ(told(scene, "Baclofen 10 mg #90"), "initial, sure: The record shows no earlier use.");
}

TEST(Phase, WordsOfCarryingOnWithoutARecordLeaveItOpen) {
  TestScene scene;
  EXPECT_EQ(told(scene, "Refill baclofen 10 mg #90"),
            "initial, unsure: The request says \"refill\", and the record shows "
            "no earlier use: both ways are shown.");
}

TEST(Phase, UseThatIsOnlyPossibleOrToldByTheUtilizationReviewLeavesItOpen) {
  TestScene possible;
  add_use(possible, "2014-06-01").assertion = records::Assertion::Possible;
  EXPECT_EQ(told(possible, "Baclofen"), "initial, unsure: The record speaks of earlier use as a possibility only.");
  TestScene told_by_review;
  add_use(told_by_review, "2014-06-01").from_ur_only = true;
  EXPECT_EQ(told(told_by_review, "Baclofen"),
            "initial, unsure: Only the utilization review speaks of earlier use; the record shows none.");
  TestScene other;
  add_use(other, "2014-06-01").experiencer = records::Experiencer::Other;
  EXPECT_EQ(told(other, "Baclofen"), "initial, sure: The record shows no earlier use.");
}

TEST(Phase, EarlierUseSaysSinceWhen) {
  TestScene scene;
  scene.request.phase = Phase::Continued;
  scene.request.first_used = Date::from(2014, 10, 23);
  EXPECT_EQ(told(scene, "Baclofen"), "continued, sure: In use since 10/23/2014, 14 weeks before the request.");
}

TEST(Phase, WhereItDecidesItIsForTheReviewer) {
  auto library = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  ASSERT_TRUE(library) << library.error().message();
  TestScene scene;
  scene.add("resp.adl_improved", "2014-12-01");
  scene.add("resp.dependency_reduced", "2014-12-01");
  const Topic* topic = library->topic("functional-improvement", test_day());
  ASSERT_NE(topic, nullptr);
  scene.request.phase_is_unsure = true;
  const Evaluation same = evaluate(*library, {topic}, scene.request, scene.chart, test_day());
  ASSERT_EQ(same.other_phase.size(), 1u);
  EXPECT_EQ(same.recommendation, Recommendation::Overturned) << "both ways come out alike";
  EXPECT_EQ(same.other_phase[0].phase, Phase::Continued);

  TestScene crps;
  crps.add("dx.crps", "2014-12-01");
  crps.add("failed.all_primary_secondary", "2014-12-01").assertion = records::Assertion::Absent;
  crps.request.phase_is_unsure = true;
  const Topic* ketamine = library->topic("ketamine-topical", test_day());
  ASSERT_NE(ketamine, nullptr);
  Topic alone = *ketamine; // without the pages that it brings in
  alone.also_initial.clear();
  alone.also_continued.clear();
  const Evaluation differ = evaluate(*library, {&alone}, crps.request, crps.chart, test_day());
  EXPECT_EQ(differ.recommendation, Recommendation::ReviewerJudgment);
  EXPECT_EQ(differ.reasons.at(0),
            "Whether this starts a treatment or carries one on is not documented, and it decides: "
            "upheld as a first request, overturned as a continued one.");
}

} // namespace openimr::guidelines
