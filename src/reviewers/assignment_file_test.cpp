#include "reviewers/assignment_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace openimr::reviewers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

records::Application application() {
  records::Application papers;
  papers.employee_first = "Ada";
  papers.employee_last = "Example";
  papers.employee.name = "Ada Example";
  papers.employer.emplace();
  papers.employer->name = "Example Freight Inc";
  return papers;
}

const NameBook book(*PartyNames::load(std::string(OPENIMR_SOURCE_DIR) + "/packs"));

std::string message(const std::string& bytes) {
  const auto record = parse_assignment("assignment.yaml", bytes);
  return record ? "read" : record.error().message();
}

/// "R01 attest_again: …"
std::vector<std::string> findings(const std::string& bytes) {
  const auto record = parse_assignment("assignment.yaml", bytes);
  EXPECT_TRUE(record) << record.error().message();
  std::vector<std::string> told;
  for (const auto& each : check_history(application(), *record, book)) {
    EXPECT_FALSE(each.citation.empty());
    told.push_back(fmt::format("{} {}: {}", each.reviewer.empty() ? "-" : each.reviewer, each.rule, each.text));
  }
  return told;
}

const std::string attested =
    "attestations: [{party: Ada Example, conflict: none}, {party: Example Freight, conflict: none}]";

std::string turn(const std::string& fields) {
  return "history:\n  - {reviewer: R01, assigned_on: 2015-02-01, " + fields + "}\n";
}

} // namespace

TEST(AssignmentFile, SaysWhatIsWrong) {
  EXPECT_EQ(message("panel: {size: 2}"),
            "assignment.yaml:1: panel.size: found 2, expected an odd number from 1 to 9; a majority must be possible");
  EXPECT_EQ(message("history: [{reviewer: R01}]"),
            "assignment.yaml:1: history[0].assigned_on: found nothing, expected a value; add the key \"assigned_on\"");
  EXPECT_EQ(message(turn("opened_on: 2015-01-31")),
            "assignment.yaml:2: history[0].opened_on: found 2015-01-31, expected a day on or after 2015-02-01, the day "
            "of assignment; correct one of the two");
  EXPECT_EQ(message(turn("released: {on: 2015-01-31, reason: recused}")),
            "assignment.yaml:2: history[0].released.on: found 2015-01-31, expected a day on or after 2015-02-01; "
            "correct one of the two");
  EXPECT_EQ(message(turn("released: {on: 2015-02-03, reason: bored}")),
            "assignment.yaml:2: history[0].released.reason: found \"bored\", expected one of recused, conflict, "
            "unavailable, credential, late, other; choose one of them");
  EXPECT_EQ(read_assignment("/nowhere/assignment.yaml").error().kind, ErrorKind::NotFound);
}

TEST(AssignmentHistory, AttestationComesBeforeTheDocumentsAndNamesEveryParty) {
  EXPECT_THAT(findings(turn("attested_on: 2015-02-02, opened_on: 2015-02-02, " + attested)), IsEmpty());
  EXPECT_THAT(
      findings(turn("attested_on: 2015-02-03, opened_on: 2015-02-02, " + attested)),
      ElementsAre(
          "R01 opened_before_attestation: documents were opened on 2015-02-02, before the attestation of 2015-02-03"));
  EXPECT_THAT(
      findings(turn("opened_on: 2015-02-02")),
      ElementsAre("R01 opened_before_attestation: documents were opened on 2015-02-02, without an attestation"));
  EXPECT_THAT(
      findings(turn("attested_on: 2015-02-02, attestations: [{party: Ada Example, conflict: none}]")),
      ElementsAre("R01 attest_again: the attestation of 2015-02-02 does not name Example Freight Inc: attest again"));
  EXPECT_THAT(findings(turn("attested_on: 2015-02-02, attestations: [{party: Ada Example, conflict: none}, "
                            "{party: Example Freight Inc, conflict: former employee}]")),
              ElementsAre("R01 declared_conflict: declared, and not released: Example Freight Inc: former employee"));
  EXPECT_THAT(findings(turn(attested)), ElementsAre("R01 attestation: the attestations carry no day"));
  EXPECT_THAT(
      findings(turn("attested_on: 2015-02-02, attestations: [{party: Ada Example, conflict: none}, {party: Example "
                    "Freight, conflict: none}, {party: Stranger Inc, conflict: none}]")),
      ElementsAre("R01 attested_stranger: attested to somebody who is no party of the case: Stranger Inc"));
}

TEST(AssignmentHistory, PanelsRemandsAndReturns) {
  EXPECT_THAT(findings("panel: {size: 3}"),
              ElementsAre("- panel_approval: a panel of 3 without the administrative director's written approval"));
  EXPECT_THAT(findings("panel: {size: 3, approval: letter of the director, approved_on: 2015-02-01}"), IsEmpty());
  EXPECT_THAT(findings("earlier_reviewers: [R01]\n" + turn("attested_on: 2015-02-02, " + attested)),
              ElementsAre("R01 earlier_reviewer: decided this dispute before the remand"));
  const std::string gone = "  - {reviewer: R01, assigned_on: 2015-02-01, released: {on: 2015-02-02, reason: conflict, "
                           "words: brother-in-law}}\n";
  const std::string next = "  - {reviewer: R02, assigned_on: 2015-02-03, attested_on: 2015-02-03, " + attested + "}\n";
  const std::string back = "  - {reviewer: R01, assigned_on: 2015-02-05, attested_on: 2015-02-05, " + attested + "}\n";
  EXPECT_THAT(findings("history:\n" + gone + next), IsEmpty());
  EXPECT_THAT(findings("history:\n" + gone + next + back),
              ElementsAre("R02 not_released: another reviewer follows, and nothing says why this one was released",
                          "R01 released_reviewer: was released for a conflict and holds the case again"));
  EXPECT_THAT(parse_assignment("a", "earlier_reviewers: [R07]\nhistory:\n" + gone + next)->barred(),
              ElementsAre("R07", "R01"));
}

} // namespace openimr::reviewers
