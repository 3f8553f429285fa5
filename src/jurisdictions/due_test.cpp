#include "jurisdictions/due.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::jurisdictions {
namespace {

const Jurisdiction& california() {
  static const auto law = Jurisdiction::load(OPENIMR_SOURCE_DIR "/packs", "us-ca-wc");
  if (!law) ADD_FAILURE() << law.error().message();
  return *law;
}

Date day(std::string_view text) { return *Date::parse_iso(text); }

std::string message(std::string_view rule, const Event& event) {
  const auto due = jurisdictions::due(california(), rule, event);
  return due ? "due " + due->due_on->iso() : due.error().message();
}

} // namespace

TEST(Due, SaysWhatIsWrong) {
  EXPECT_EQ(message("aplication", {.on = day("2015-01-06")}),
            "us-ca-wc: found the unknown rule \"aplication\", expected one of ur-decision, application, "
            "application-formulary, application-liability, "
            "eligibility-information, assignment-notice, records, records-statute, records-expedited, determination, "
            "determination-formulary, "
            "determination-expedited, appeal, implementation, payment; did you mean \"application\"?");
  EXPECT_EQ(message("application", {.on = day("2012-12-31")}),
            "rule application: found an event of 2012-12-31, expected a day on which the rule was in force (2013-01-01 "
            "to today); check the date, or choose "
            "another rule");
  EXPECT_EQ(message("application-formulary", {.on = day("2017-12-31")}),
            "rule application-formulary: found an event of 2017-12-31, expected a day on which the rule was in force "
            "(2018-01-01 to today); check the date, or "
            "choose another rule");
  EXPECT_EQ(message("application", {.on = day("2015-01-06"), .served_by = "post"}),
            "rule application: found the unknown way of service \"post\", expected one of mail, personal, fax, "
            "overnight, electronic; choose one of them");
  EXPECT_EQ(message("application", {.on = day("2015-01-06"), .served_by = "mail", .to = "instate"}),
            "rule application: found the unknown address \"instate\", expected one of in-state, other-state, abroad, "
            "confidential-address; did you mean "
            "\"in-state\"?");
  EXPECT_EQ(message("application", {.on = day("2015-01-06"), .calendar = "federal"}),
            "rule application: found the unknown calendar \"federal\", expected one of business, judicial; choose one "
            "of them");
  EXPECT_EQ(message("application", {.on = day("2040-12-15")}),
            "rule application: found 2041-01-14, expected days from 1995 to 2040, the years the calendars know; check "
            "the event's date");
  EXPECT_EQ(message("application", {.on = day("2041-01-01")}),
            "rule application: found 2041-01-01, expected days from 1995 to 2040, the years the calendars know; check "
            "the event's date");
}

TEST(Due, RefusesExtensionsThatTheLawDoesNotKnow) {
  const Date start = day("2015-01-20");
  EXPECT_EQ(message("application", {.on = start, .extension = Extension{1, "A-1"}}),
            "rule application: extension: found 1 more day, expected no extension: the law knows none for this rule; "
            "leave it out");
  EXPECT_EQ(message("determination", {.on = start, .extension = Extension{3, ""}}),
            "rule determination: extension: found no approval, expected the approval's id (LC 4610.6(d)(2)); ask the "
            "authority first");
  EXPECT_EQ(message("determination", {.on = start, .extension = Extension{4, "A-1"}}),
            "rule determination: extension: found 4 more days, expected 1 to 3 days (LC 4610.6(d)(2)); shorten it");
  // 20 January + 30 = 19 February, + 3 = Sunday 22 February, so Monday.
  EXPECT_EQ(message("determination", {.on = start, .extension = Extension{3, "A-1"}}), "due 2015-02-23");
}

TEST(Due, TheWorkedDatesOfThePackHold) {
  EXPECT_GE(california().worked_dates.size(), 60U);
  for (const auto& problem : check_worked_dates(california())) ADD_FAILURE() << problem.message();
  Jurisdiction spoiled = california();
  spoiled.worked_dates.resize(2);
  spoiled.worked_dates[0].due_on = day("2015-04-09");
  spoiled.worked_dates[1].event = day("2012-01-13");
  const auto problems = check_worked_dates(spoiled);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(
      problems[0].message(),
      "us-ca-wc: worked date 1, rule application, event 2015-03-06: found 2015-04-10, unrolled 2015-04-10, expected "
      "2015-04-09, unrolled 2015-04-10; correct the worked date or the rule (25 days to 31 March, 10 more)");
  EXPECT_THAT(
      problems[1].message(),
      testing::HasSubstr(
          "worked date 2, rule application, event 2012-01-13: found no date: rule application: found an event of"));
}

TEST(Due, EveryStepIsCitedAndEndsOnTheDay) {
  for (const WorkedDate& example : california().worked_dates) {
    const auto due = jurisdictions::due(california(), example.rule, event_of(example));
    ASSERT_TRUE(due) << example.why;
    EXPECT_EQ(due->derivation.front().date, example.event) << example.why;
    EXPECT_EQ(due->derivation.back().date, *due->due_on) << example.why;
    for (const auto& step : due->derivation) EXPECT_FALSE(step.citation.empty()) << step.step;
  }
}

TEST(Due, TheEarlierOfTwoLimitsCounts) {
  // Five business days end on 10 July, 14 days after the recommendation of 25 June on 9 July.
  const auto due =
      jurisdictions::due(california(), "ur-decision",
                         {.on = day("2018-07-02"), .other = {{"treatment-recommendation", day("2018-06-25")}}});
  ASSERT_TRUE(due);
  EXPECT_EQ(due->due_on->iso(), "2018-07-09");
  EXPECT_EQ(due->derivation.back().step,
            "14 calendar days after the treating physician's recommendation: the earlier, so it counts");
}

TEST(Due, HoursRunThroughTheChangeOfClocks) {
  // Friday 10:00 standard time + 72 hours is Monday 11:00 daylight time.
  const auto start = *Instant::parse_iso("2015-03-06T10:00:00-08:00");
  const auto due = jurisdictions::due(california(), "determination-expedited", {.on = day("2015-03-06"), .at = start});
  ASSERT_TRUE(due);
  EXPECT_EQ(due->due_on->iso(), "2015-03-09");
  EXPECT_EQ(due->due_at, "2015-03-09T11:00:00-07:00");
  const auto records = jurisdictions::due(california(), "records-expedited",
                                          {.on = day("2015-01-20"), .at = *Instant::parse_iso("2015-01-21T00:30:00Z")});
  ASSERT_TRUE(records);
  EXPECT_EQ(records->due_at, "2015-01-21T16:30:00-08:00");
}

// What other jurisdictions count by; California's pack has no such rule.
TEST(Due, MonthsHoursAndTheLaterLimit) {
  Jurisdiction law = california();
  const auto rule = [&]() -> Clock& { return law.clocks[1].clocks.values[0].value; }; // application, without service
  const auto due_on = [&](std::string_view event) {
    return jurisdictions::due(law, "application", {.on = day(event)})->due_on->iso();
  };
  rule() = Clock{};
  rule().period = {.amount = 4, .unit = TimeUnit::Months, .calendar = "", .month_end_to_first = true};
  EXPECT_EQ(due_on("2014-10-30"), "2015-03-01");
  EXPECT_EQ(due_on("2015-10-29"), "2016-02-29");
  EXPECT_EQ(due_on("2014-12-15"), "2015-04-15");
  rule().period.month_end_to_first = false;
  EXPECT_EQ(due_on("2014-10-30"), "2015-02-28");
  EXPECT_EQ(due_on("2014-08-31"), "2014-12-31");
  rule().period = {.amount = 36, .unit = TimeUnit::Hours, .calendar = ""};
  EXPECT_EQ(due_on("2015-01-20"), "2015-01-22");
  rule().later_of = {{"", {.amount = 5, .unit = TimeUnit::CalendarDays, .calendar = ""}, {"a rule", true, ""}}};
  EXPECT_EQ(due_on("2015-01-20"), "2015-01-25");
}

TEST(Due, ServiceFollowsTheLawOfItsDay) {
  const auto citation = [](const char* event) {
    return jurisdictions::due(california(), "appeal", {.on = day(event), .served_by = "mail"})->derivation[2].citation;
  };
  EXPECT_EQ(citation("2019-12-31"), "former 8 CCR 10507; Matute v. Los Angeles Unified School Dist. (2015)");
  EXPECT_EQ(citation("2020-01-01"), "8 CCR 10605");
}

TEST(Due, ShowsItsDerivation) {
  const auto due =
      jurisdictions::due(california(), "application", {.on = day("2026-01-08"), .served_by = "mail", .to = "in-state"});
  ASSERT_TRUE(due);
  std::string text;
  for (const auto& step : due->derivation) text += step.date.iso() + " " + step.step + " [" + step.citation + "]\n";
  EXPECT_EQ(text, "2026-01-08 service of the UR decision (mail, in-state) [LC 4610.5(h)(1)]\n"
                  "2026-02-07 30 calendar days [LC 4610.5(h)(1)]\n"
                  "2026-02-12 5 calendar days more for service by mail, in-state [CCP 1013(a)]\n"
                  "2026-02-13 2026-02-12 is closed (Lincoln Day): moves on (judicial holidays) [CCP 10, 12a, 12b and "
                  "135; CCP 135; Gov. Code 6700, 6701]\n");
  const auto formulary = jurisdictions::due(california(), "determination-formulary", {.on = day("2026-11-24")});
  ASSERT_TRUE(formulary);
  EXPECT_EQ(formulary->derivation.back().step, "5 open days (normal business days), not counting 2026-11-26 "
                                               "Thanksgiving Day, 2026-11-27 Day after Thanksgiving");
  EXPECT_EQ(formulary->notes.back(), "not verified: Day after Thanksgiving as a holiday (LC 4600.4(b); CalHR list)");
}

TEST(Due, LaterEventsNeverEndEarlier) {
  const std::pair<const char*, const char*> services[] = {
      {"", ""}, {"personal", ""}, {"mail", "in-state"}, {"mail", "abroad"}, {"fax", "in-state"}};
  for (const ClockRule& rule : california().clocks)
    for (const auto& [by, to] : services) {
      Date last;
      for (Date on = day("2020-01-01"); on < day("2024-02-01"); on = on.plus_days(1)) {
        const auto due = jurisdictions::due(california(), rule.id, {.on = on, .served_by = by, .to = to});
        ASSERT_TRUE(due) << due.error().message();
        ASSERT_LE(last, *due->due_on) << rule.id << " " << on.iso() << " " << by;
        ASSERT_LE(*due->unrolled, *due->due_on);
        ASSERT_LT(on, *due->due_on);
        last = *due->due_on;
      }
    }
}

TEST(Due, ListsEveryRuleWithItsEvent) {
  const auto rules = list_rules(california());
  std::string text;
  for (const auto& row : rules) text += row.rule + " | " + row.event + " | " + row.period + "\n";
  EXPECT_NE(text.find("application | service of the UR decision | 30 calendar days\n"), std::string::npos) << text;
  EXPECT_NE(
      text.find(
          "determination | the later of receipt of the application and receipt of the records | 30 calendar days\n"),
      std::string::npos);
  EXPECT_NE(text.find("determination-formulary | the later of receipt of the application and receipt of the records | "
                      "5 open days (normal business days)\n"),
            std::string::npos);
  for (const char* rule : {"application", "application-formulary", "eligibility-information", "assignment-notice",
                           "records", "records-statute", "determination", "determination-formulary",
                           "determination-expedited", "appeal", "implementation", "payment", "ur-decision"})
    EXPECT_NE(california().clock(rule), nullptr) << rule;
}

} // namespace openimr::jurisdictions
