#include "reviewers/roster_file.h"

#include <gtest/gtest.h>

namespace openimr::reviewers {
namespace {

std::string message(const std::string& bytes) {
  const auto roster = parse_roster("roster.yaml", bytes);
  return roster ? "read" : roster.error().message();
}

std::string with(const std::string& line) {
  return "reviewers:\n  - id: R01\n    name: Aurelia Example\n    " + line + "\n";
}

} // namespace

TEST(RosterFile, SaysWhatIsWrong) {
  EXPECT_EQ(message("reviewer: []"),
            "roster.yaml:1: reviewer: found the unknown key \"reviewer\", expected one of "
            "schema, groups, rulings, reviewers; did you mean \"reviewers\"? else remove it, or begin its "
            "name with x- (one of 2 faults in this file)");
  EXPECT_EQ(message("reviewers:\n  - name: A B\n"),
            "roster.yaml:2: reviewers[0].id: found nothing, expected a value; add the key \"id\"");
  EXPECT_EQ(message("reviewers:\n  - id: ''\n    name: A B\n"),
            "roster.yaml:2: reviewers[0].id: found an empty text, expected a value; fill in \"id\"");
  EXPECT_EQ(message(with("specialities: [Pain Medicine]")),
            "roster.yaml:4: reviewers[0].specialities: found the unknown key \"specialities\", expected one of id, "
            "name, credentials, specialties, practice, interests, "
            "capacity, load, leave, turnaround_days, languages, public_key; did you mean \"specialties\"? else remove "
            "it, or begin its "
            "name with x-");
  EXPECT_EQ(message(with("credentials: [{kind: licence, type: MD, state: CA}]")),
            "roster.yaml:4: reviewers[0].credentials[0].kind: found \"licence\", expected one of license, board, "
            "sanction, qme; did you mean \"license\"?");
  EXPECT_EQ(message(with("credentials: [{kind: license, type: RN, state: CA}]")),
            "roster.yaml:4: reviewers[0].credentials[0].type: found \"RN\", expected one of MD, DO, DC, DPM, PsyD, "
            "PhD, LAc, OD, DDS; choose one of them");
  EXPECT_EQ(message(with("credentials: [{kind: board, name: Pain Medicine, expires: 2019-02-30}]")),
            "roster.yaml:4: reviewers[0].credentials[0].expires: found \"2019-02-30\", expected a date such as "
            "2015-01-16; write year-month-day; the day must exist");
  EXPECT_EQ(message(with("credentials: [{kind: board, name: Pain Medicine, state: CA}]")),
            "roster.yaml:4: reviewers[0].credentials[0].state: found the unknown key \"state\", expected one of kind, "
            "name, expires, verified; remove it, or begin its name with x-");
  EXPECT_EQ(message(with("interests: [{party: Example, kind: business}]")),
            "roster.yaml:4: reviewers[0].interests[0].kind: found \"business\", expected one of professional, "
            "familial, financial, prior_involvement; choose one of them");
  EXPECT_EQ(message(with("interests: [{party: Example, kind: financial, percent_of_income: 140}]")),
            "roster.yaml:4: reviewers[0].interests[0].percent_of_income: found 140, expected a share from 0 to 100; "
            "correct it");
  EXPECT_EQ(message(with("capacity: -1")),
            "roster.yaml:4: reviewers[0].capacity: found -1, expected 0 or more; correct it");
  EXPECT_EQ(message(with("leave: [{from: 2015-02-01, to: 2015-01-01}]")),
            "roster.yaml:4: reviewers[0].leave[0].to: found 2015-01-01, expected a day on or after 2015-02-01; swap "
            "from and to, or correct one of them");
  EXPECT_EQ(message(with("turnaround_days: -2")),
            "roster.yaml:4: reviewers[0].turnaround_days: found -2, expected days from 0 to 365; correct it");
  EXPECT_EQ(message(with("credentials: [{kind: board, name: Pain Medicine, verified: {on: 2014-05-01}}]")),
            "roster.yaml:4: reviewers[0].credentials[0].verified.source: found nothing, expected a value; add the key "
            "\"source\"");
  EXPECT_EQ(message("groups: [{name: Example Holdings, members: []}]\nreviewers: []"),
            "roster.yaml:1: groups[0].members: found nobody, expected the names of its companies; list them or remove "
            "the group");
  EXPECT_EQ(message("rulings: [{names: [A, B, C], same: true, by: Compliance, on: 2015-01-02}]\nreviewers: []"),
            "roster.yaml:1: rulings[0].names: found 3 names, expected the two names that were ruled on; write one "
            "ruling for each two");
  EXPECT_EQ(message("reviewers:\n  - {id: R01, name: A B}\n  - {id: R01, name: C D}\n"),
            "roster.yaml:3: reviewers[1].id: found the id \"R01\" twice, expected every reviewer once; rename or "
            "remove one of them");
  EXPECT_EQ(message("reviewers: [R01]"), "roster.yaml:1: reviewers[0]: found \"R01\", expected a map; write it as key: "
                                         "value lines (one of 3 faults in this file)");
  EXPECT_EQ(read_roster("/nowhere/roster.yaml").error().message(),
            "/nowhere/roster.yaml: found no such file, expected a readable file; check the name and the folder");
}

TEST(RosterFile, ReadsEverythingTheContractNames) {
  const auto roster = parse_roster("roster.yaml", R"(schema: 1
reviewers:
  - id: R01
    name: Aurelia Example
    x-desk: 7
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2018-12-31}
      - {kind: board, name: Pain Medicine, expires: 2019-12-31}
      - {kind: sanction, status: pending, on: 2014-05-01, by: Medical Board}
      - {kind: qme, expires: 2016-01-01}
    specialties: [Pain Medicine, Anesthesiology]
    practice: {since: 2002-07-01, hours_per_week: 32}
    interests:
      - {party: Fabulon Pharma, kind: financial, relation: shareholder, percent_of_income: 6.0}
      - {party: WC-0042, kind: prior_involvement}
    capacity: 10
    load: 2
    leave: [{from: 2015-02-01, to: 2015-02-10}]
    languages: [Spanish]
    public_key: abc=
)");
  ASSERT_TRUE(roster) << roster.error().message();
  const Reviewer& reviewer = *roster->find("R01");
  EXPECT_EQ(reviewer.licenses[0].expires->iso(), "2018-12-31");
  EXPECT_EQ(reviewer.boards[0].name, "Pain Medicine");
  EXPECT_EQ(reviewer.sanctions[0].by, "Medical Board");
  EXPECT_EQ(reviewer.qme[0].status, "active");
  EXPECT_EQ(*reviewer.practice_hours_per_week, 32);
  EXPECT_EQ(*reviewer.interests[0].percent_of_income, 6.0);
  EXPECT_EQ(*reviewer.capacity, 10);
  EXPECT_EQ(reviewer.leave[0].to.iso(), "2015-02-10");
  EXPECT_EQ(reviewer.public_key, "abc=");
  EXPECT_EQ(roster->find("R02"), nullptr);
}

} // namespace openimr::reviewers
