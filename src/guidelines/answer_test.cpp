#include "guidelines/answer.h"

#include "guidelines/test_scene.h"
#include "guidelines/units.h"

#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

using records::Assertion;

/// Each line: a condition and its verdict in the scene.
void check(const TestScene& scene, std::initializer_list<std::pair<const char*, const char*>> lines) {
  for (const auto& [yaml, verdict] : lines) EXPECT_EQ(scene.verdict(std::string(yaml)), verdict) << yaml;
}

} // namespace

TEST(Language, AWrongWordSaysWhatWasExpected) {
  const std::pair<const char*, const char*> faults[] = {
      {"{unles: {rule: {fact: dx.a}, except: {fact: dx.b}}}",
       "t.yaml:1: when: found the word \"unles\", expected one of fact, all, any, at_least, not, unless, "
       "not_recommended_except, always, response, count, duration, change, one_of_ingredients, topic, judgment; did "
       "you mean \"unless\"?"},
      {"{all: [{fact: dx.a}], any: [{fact: dx.b}]}",
       "t.yaml:1: when: found \"any\" beside \"all\", expected one operator in a condition; put them into a list under "
       "all or any"},
      {"{count: {fact: proc.a, within: {months: 12}}}",
       "t.yaml:1: when.count.op: found nothing, expected a value; add the key \"op\""},
      {"{duration: {fact: dx.a, op: \">=\", value: 3}}",
       "t.yaml:1: when.duration.unit: found nothing, expected a value; add the key \"unit\""},
      {"{fact: score.a, op: between, value: [5, 3]}",
       "t.yaml:1: when.value: found an upper end below the lower, expected [low, high]; turn them round"},
      {"{fact: score.a, value: 3}",
       "t.yaml:1: when.value: found a value without op, expected op: one of <= < >= > == between; say how it compares"},
      {"{response: {fact: resp.a}}", "t.yaml:1: when.response.to: found nothing, expected a value; add the key \"to\""},
      {"{fact: dx.a, within: {months: 0}}", "t.yaml:1: when.within.months: found 0, expected 1 or more; correct it"},
      {"{one_of_ingredients: []}",
       "t.yaml:1: when.one_of_ingredients: found nothing, expected at least one ingredient; name it as the vocabulary "
       "does"},
      {"{}", "t.yaml:1: when: found nothing, expected one of fact, all, any, at_least, not, unless, "
             "not_recommended_except, always, response, count, duration, change, one_of_ingredients, topic, judgment; "
             "name the operator"},
  };
  for (const auto& [yaml, message] : faults) EXPECT_EQ(fault_of(yaml), message) << yaml;
  EXPECT_EQ(fault_of("{count: {fact: a.b, op: \">\", value: 1}}", TreeOver::Criteria),
            "t.yaml:1: when: found the word \"count\", expected one of all, any, at_least, not, unless, "
            "not_recommended_except, always; see docs/reference/topic_language.md");
}

TEST(Language, DefaultAndException) {
  TestScene scene;
  scene.add("dx.rule", "2014-06-01");
  check(scene, {{"{unless: {rule: {fact: dx.rule}, except: {fact: dx.exception}}}", "unknown"},
                {"{unless: {rule: {fact: dx.silent}, except: {fact: dx.rule}}}", "not_met"},
                {"{not_recommended_except: [{fact: dx.silent}, {fact: dx.rule}]}", "met"},
                {"{not_recommended_except: [{fact: dx.silent}]}", "unknown"}});
  scene.add("dx.exception", "2014-06-01").assertion = Assertion::Absent;
  check(scene, {{"{unless: {rule: {fact: dx.rule}, except: {fact: dx.exception}}}", "met"},
                {"{not_recommended_except: [{fact: dx.exception}]}", "not_met"}});
}

TEST(Language, NumbersCompareInOneUnitOrNotAtAll) {
  TestScene scene;
  scene.add("hx.pain", "2014-06-01", 2, "years");
  scene.add("drug.dose", "2014-06-01", 3, "g a day");
  scene.add("resp.relief", "2014-06-01", 5, "visits");
  check(scene, {{"{fact: hx.pain, op: \">=\", value: 24, unit: months}", "met"},
                {"{fact: hx.pain, op: \"<\", value: 100, unit: weeks}", "not_met"},
                {"{fact: hx.pain, op: \">\", value: 2}", "not_met"},
                {"{fact: drug.dose, op: \"<=\", value: 4000, unit: mg a day}", "met"},
                {"{fact: drug.dose, op: \"==\", value: 3000, unit: mg/day}", "met"},
                {"{fact: drug.dose, op: between, value: [2, 4], unit: g a day}", "met"},
                {"{fact: resp.relief, op: \">\", value: 1, unit: weeks}", "unknown"},
                {"{fact: resp.relief, op: \"==\", value: 5, unit: sessions}", "met"}});
}

TEST(Language, UnitsOfOneMeasureConvertThereAndBack) {
  for (const char* from : {"hours", "day", "weeks", "month", "years"})
    for (const char* to : {"minutes", "days", "wk", "months", "year"})
      EXPECT_NEAR(*converted(*converted(7, from, to), to, from), 7, 1e-9) << from << " " << to;
  EXPECT_EQ(converted(1, "lbs", "kg"), 0.45359237);
  EXPECT_EQ(converted(3, "blocks", "block"), 3);
  EXPECT_EQ(converted(3, "blocks", "injections"), std::nullopt);
  EXPECT_EQ(converted(3, "percent", "weeks"), std::nullopt);
  EXPECT_EQ(converted(3, "", "weeks"), 3);
}

TEST(Language, AWindowIsCountedInMonthsOfTheCalendar) {
  EXPECT_EQ(months_before(*Date::from(2015, 3, 31), 1).iso(), "2015-02-28");
  EXPECT_EQ(months_before(*Date::from(2016, 2, 29), 12).iso(), "2015-02-28");
  EXPECT_EQ(months_before(*Date::from(2015, 1, 15), 13).iso(), "2013-12-15");
  TestScene scene;
  scene.add("dx.on_the_day", "2014-07-29");
  scene.add("dx.day_before", "2014-07-28");
  scene.add("dx.after_request", "2015-01-30");
  scene.add("dx.undated", "");
  for (const auto& [fact, verdict] : {std::pair{"dx.on_the_day", "met"},
                                      {"dx.day_before", "unknown"},
                                      {"dx.after_request", "unknown"},
                                      {"dx.undated", "unknown"}})
    EXPECT_EQ(scene.verdict(std::string("{fact: ") + fact + ", within: {months: 6}}"), verdict) << fact;
}

TEST(Language, TheLatestValueCountsAndOneDayMayDisagree) {
  TestScene scene;
  scene.add("score.pain", "", 9);
  check(scene, {{"{fact: score.pain, op: \"<=\", value: 4}", "not_met"}});
  scene.add("score.pain", "2014-06-01", 8);
  scene.add("score.pain", "2014-12-01", 4);
  check(scene, {{"{fact: score.pain, op: \"<=\", value: 4}", "met"}});
  scene.add("score.pain", "2014-12-01", 6);
  check(scene, {{"{fact: score.pain, op: \"<=\", value: 4}", "unknown, conflict"},
                {"{fact: score.pain, op: \"<=\", value: 6}", "met"},
                {"{fact: score.pain, op: \">\", value: 6}", "not_met"},
                {"{fact: score.pain, op: between, value: [5, 5.5]}", "unknown, conflict"}});
}

TEST(Language, EventsOfAWindowAreCountedByTheirOwnDates) {
  const char* few = "{count: {fact: proc.block, op: \"<\", value: 3, within: {months: 12}}}";
  const char* many = "{count: {fact: proc.block, op: \">=\", value: 3, within: {months: 12}}}";
  TestScene scene;
  check(scene, {{few, "unknown"}, {many, "unknown"}});
  scene.add("proc.block", "2014-12-01"); // said in passing: when it was is not known
  check(scene, {{few, "unknown"}, {many, "unknown"}});
  scene.add_event("proc.block", "2014-02-01");
  scene.add_event("proc.block", "2014-06-03");
  scene.add_event("proc.block", "2014-06-03");
  scene.add_event("proc.block", "2012-06-03");
  check(scene, {{few, "met"}, {many, "not_met"}});
  scene.add("proc.block", "2014-06-01").details["dated"] = "approximate"; // the same one, by its month
  check(scene, {{few, "met"}, {many, "not_met"}});
  scene.add("proc.block", "2014-09-01").details["dated"] = "approximate";
  check(scene,
        {{few, "not_met"}, {many, "met"}, {"{count: {fact: proc.block, op: \"==\", value: 4}}", "met"}}); // at any time
  TestScene planned;
  planned.add_event("proc.block", "2014-12-01").temporality = records::Temporality::Planned;
  check(planned, {{few, "unknown"}});
  TestScene denied;
  denied.add("proc.block", "2014-12-01").assertion = Assertion::Absent;
  check(denied, {{few, "met"}, {many, "not_met"}});
  TestScene stated;
  stated.add("proc.block", "2014-12-01", 2, "blocks"); // "two blocks so far"
  check(stated, {{few, "met"}, {"{count: {fact: proc.block, op: \">=\", value: 2, within: {months: 12}}}", "unknown"}});
}

TEST(Language, VisitsAreWhatReportsAddUp) {
  TestScene scene;
  scene.add("therapy.pt", "2014-10-01");
  scene.add("therapy.pt", "2014-11-01");
  check(scene, {{"{count: {fact: therapy.pt, of: visits, op: \">=\", value: 2}}", "met"},
                {"{count: {fact: therapy.pt, of: visits, op: \">=\", value: 10}}", "unknown"},
                {"{count: {fact: therapy.pt, of: visits, op: \"<=\", value: 1}}", "not_met"}});
  scene.add("therapy.pt", "2014-12-01", 12, "sessions");
  check(scene, {{"{count: {fact: therapy.pt, of: visits, op: \">=\", value: 10}}", "met"},
                {"{count: {fact: therapy.pt, of: visits, op: \"<=\", value: 10}}", "not_met"},
                {"{count: {fact: therapy.pt, of: visits, op: \"<=\", value: 12}}", "met"}});
}

TEST(Language, ADurationMayHaveBegunBeforeTheFirstReport) {
  const char* long_enough = "{duration: {fact: dx.pain, op: \">=\", value: 3, unit: months}}";
  const char* short_only = "{duration: {fact: dx.pain, op: \"<\", value: 12, unit: months}}";
  TestScene scene;
  check(scene, {{long_enough, "unknown"}});
  scene.add("dx.pain", "2015-01-02");
  check(scene, {{long_enough, "unknown"}, {short_only, "unknown"}});
  scene.add("dx.pain", "2014-09-01");
  check(scene, {{long_enough, "met"}, {short_only, "unknown"}});
  scene.chart.facts.back().details["since"] = "2014-08-01";
  check(scene, {{long_enough, "met"}, {short_only, "met"}});
  scene.add("dx.pain", "2015-01-20").assertion = Assertion::Absent; // it is over
  check(scene, {{long_enough, "not_met"}, {short_only, "met"}});
}

TEST(Language, AChangeIsMeasuredBetweenVisits) {
  TestScene scene;
  scene.add("score.pain", "2014-06-01", 8, "/10");
  check(scene, {{"{change: {fact: score.pain, op: \"<=\", value: -2}}", "unknown"}});
  scene.add("score.pain", "2014-09-01", 6, "/10");
  scene.add("score.pain", "2014-12-01", 5, "/10");
  check(scene, {{"{change: {fact: score.pain, op: \"<=\", value: -2}}", "not_met"},
                {"{change: {fact: score.pain, since: first, op: \"<=\", value: -3}}", "met"},
                {"{change: {fact: score.pain, since: first, op: \"<=\", value: -30, unit: percent}}", "met"},
                {"{change: {fact: score.pain, op: \"<=\", value: -30, unit: percent}}", "not_met"}});
  scene.add("score.pain", "2014-12-01", 2, "/10"); // best and worst of the day
  check(scene, {{"{change: {fact: score.pain, op: \"<=\", value: -2}}", "unknown, conflict"},
                {"{change: {fact: score.pain, op: \"<=\", value: -1}}", "met"}});
}

TEST(Language, AResponseIsTiedToItsTreatmentByTheWords) {
  TestScene scene;
  scene.request.item.ingredients = {"ketamine"};
  const char* to_requested = "{response: {fact: resp.pain_improved, to: requested}}";
  scene.add("resp.pain_improved", "2014-06-01");
  check(scene, {{to_requested, "unknown"}, {"{fact: resp.pain_improved}", "met"}});
  scene.add("resp.pain_improved", "2014-07-01").details["treatment"] = "Ketamine cream";
  scene.add("resp.pain_relief_pct", "2014-07-01", 60, "percent").details["treatment"] = "epidural steroid injection";
  check(scene,
        {{to_requested, "met"},
         {"{response: {fact: resp.pain_relief_pct, to: epidural, op: \">=\", value: 50, unit: percent}}", "met"},
         {"{response: {fact: resp.pain_relief_pct, to: requested, op: \">=\", value: 50, unit: percent}}", "unknown"}});
}

TEST(Language, OneOfTheIngredients) {
  TestScene scene;
  const char* condition = "{one_of_ingredients: [ketoprofen, acetaminophen]}";
  scene.request.item.kind = "drug";
  check(scene, {{condition, "unknown"}}); // a product that names none may hide it
  scene.request.item.ingredients = {"ketamine", "hydrocodone/acetaminophen"};
  check(scene, {{condition, "met"}, {"{one_of_ingredients: [codone]}", "not_met"}});
  scene.request.item = {};
  scene.request.item.kind = "test";
  check(scene, {{condition, "not_met"}});
}

TEST(Language, JudgmentAsksAPerson) {
  const TestScene scene;
  EXPECT_EQ(scene.verdict(std::string("{any: [{judgment: true}, {always: true}]}")), "met");
  EXPECT_EQ(scene.verdict(std::string("{all: [{judgment: true}, {always: true}]}")), "unknown");
  EXPECT_TRUE(asks_judgment(condition("{not: {all: [{fact: dx.a}, {judgment: true}]}}")));
  EXPECT_FALSE(asks_judgment(condition("{not: {fact: dx.a}}")));
}

} // namespace openimr::guidelines
