#include "intake/application_file.h"
#include "intake/documents_file.h"
#include "intake/opinion_file.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

/// The error that the good application gives after one change; empty when it is still good.
std::string error_after(const std::string& what, const std::string& with) {
  auto application = parse_application("application.yaml", replaced(papers::application_yaml, what, with));
  return application ? "" : application.error().message();
}

std::string opinion_error(const std::string& yaml) {
  auto opinion = parse_opinion("opinion.yaml", yaml);
  return opinion ? "" : opinion.error().message();
}

std::string documents_error(const std::string& yaml) {
  auto entries = parse_documents_file("documents.yaml", yaml);
  return entries ? "" : entries.error().message();
}

} // namespace

TEST(ApplicationFile, NamesFileLineKeyAndFault) {
  EXPECT_EQ(error_after("employee:\n", "employe: x\nemployee:\n"),
            "application.yaml:3: employe: found the unknown key \"employe\", expected one of schema, jurisdiction, "
            "received, review, employee, "
            "representative, claim, employer, claims_administrator, insurer, medical_provider_network, facilities, "
            "manufacturers, requesting_physician, "
            "treating_physicians, ur_decision, consent, diagnoses, disputed_items, expedited_certification, liability, "
            "information_request, "
            "earlier_applications, earlier_screenings, programme, alternative_treatment; did you mean \"employee\"? else remove it, or begin its name "
            "with x-");
  EXPECT_EQ(error_after("1960-05-02", "1960-02-30"),
            "application.yaml:5: employee.date_of_birth: found \"1960-02-30\", expected a date such as 2015-01-16; "
            "write year-month-day; the day must exist");
  EXPECT_EQ(error_after("1960-05-02", "05/02/1960"),
            "application.yaml:5: employee.date_of_birth: found \"05/02/1960\", expected a date such as 2015-01-16; "
            "write year-month-day; the day must exist");
  EXPECT_EQ(error_after("10:02:00-08:00", "25:02"),
            "application.yaml:2: received.at: found \"2015-01-16T25:02\", expected a moment such as "
            "2015-01-16T10:02:00-08:00; write date, T, time and offset from UTC");
  EXPECT_EQ(error_after("channel: mail", "channel: pigeon"),
            "application.yaml:2: received.channel: found \"pigeon\", expected one of mail, fax, electronic; choose one "
            "of them");
  EXPECT_EQ(error_after("to: in-state", "to: instate"),
            "application.yaml:9: ur_decision.served.to: found \"instate\", expected one of in-state, "
            "other-state, abroad, confidential-address; did you mean \"in-state\"?");
  EXPECT_EQ(error_after("  date: 2015-01-05\n", ""),
            "application.yaml:8: ur_decision.date: found nothing, expected a value; add the key \"date\"");
  EXPECT_EQ(
      error_after("signed: true", "signed: yes"),
      "application.yaml:10: consent.signed: found \"yes\", expected true or false; write true or false without quotes");
  EXPECT_EQ(error_after("date_of_injury: 1995-11-09", "date_of_injury: 1955-11-09"),
            "application.yaml:6: claim.date_of_injury: found 1955-11-09, expected a day after the birth of the "
            "employee (1960-05-02); correct one of the two dates");
}

TEST(ApplicationFile, WantsItemsWithIdsOfTheirOwn) {
  const std::string item = "  - {id: 1, text: Ketamine 5% cream 60gm apply TID}\n";
  EXPECT_EQ(error_after("\n" + item, " []\n"), "") << "lists may be empty";
  EXPECT_EQ(error_after("text: Ketamine 5% cream 60gm apply TID", "text: 12345"),
            "application.yaml:12: disputed_items[0].text: found \"12345\", expected the words of the service that is "
            "disputed; write it as the UR decision does");
  EXPECT_EQ(error_after(item, item + "  - {id: 1, text: Baclofen}\n"),
            "application.yaml:13: disputed_items[1].id: found the id \"1\" a second time, expected every item with an "
            "id of its own; renumber the items");
  EXPECT_EQ(error_after("text: Ketamine 5% cream 60gm apply TID", "text: \" \""),
            "application.yaml:12: disputed_items[0].text: found an empty text, expected a value; fill in \"text\"");
  EXPECT_EQ(error_after("disputed_items:\n" + item, ""),
            "application.yaml:1: disputed_items: found nothing, expected a value; add the key \"disputed_items\"");
}

TEST(ApplicationFile, CountsTheOtherFaults) {
  auto application = parse_application("a.yaml", "jurisdiction: us-ca-wc\n");
  ASSERT_FALSE(application);
  EXPECT_EQ(
      application.error().message(),
      "a.yaml:1: received: found nothing, expected a value; add the key \"received\" (one of 6 faults in this file)");
  auto missing = read_application("/no/such/application.yaml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message(),
            "/no/such/application.yaml: found no such file, expected a readable file; check the name and the folder");
}

TEST(ApplicationFile, ReadsEveryKeyOfTheContract) {
  const std::string yaml = R"(schema: 1
x-note: anything
jurisdiction: us-ca-wc
received: {at: 2015-01-16T10:02:00-08:00, channel: fax}
review: expedited
employee: {name: {first: Ada, last: Example}, date_of_birth: 1960-05-02, sex: female, phone: "1"}
representative: {name: L. Advocate, kind: attorney, designated_on: 2015-01-10}
claim: {number: WC-0042, adjudication_number: ADJ1234567, date_of_injury: 1995-11-09}
employer: {name: Example Freight Inc, address: {street: 1 A St, city: B, state: CA, zip: "90000", country: US}}
claims_administrator: {name: Example Claims Services}
insurer: {name: Example Mutual}
medical_provider_network: {name: Example MPN}
facilities: [{name: Example Surgery Center}]
manufacturers: [{name: Example Devices}]
requesting_physician: {name: R. Treating, specialty: Pain Medicine, group: Example Pain Group}
treating_physicians: [{name: P. Primary, specialty: Family Medicine}]
ur_decision:
  organization: Example UR
  reviewer: {name: U. Reviewer, specialty: Physical Medicine and Rehabilitation}
  date: 2015-01-05
  served: {on: 2015-01-06, by: overnight, to: abroad}
  attached: false
  form_served_on: 2015-01-07
  expedited: true
consent: {signed: false}
diagnoses: [{text: lumbar post-laminectomy syndrome, icd: "722.83"}]
disputed_items:
  - {id: a, text: Cream, requested_on: 2014-12-29, ur_outcome: modified, ur_guideline: MTUS, ur_text: Creme, liability_disputed: true, denied_for_missing_information: true}
expedited_certification: {by: R. Treating, on: 2015-01-14}
liability: {reason: neck, resolved_notice: {on: 2015-02-01, by: mail, to: in-state}}
information_request: {asked_on: 2014-12-30, what: notes, answered: true}
earlier_applications: [{number: CM14-0000001, outcome: upheld, item: Cream, decided: 2014-08-01}]
alternative_treatment: [{text: therapy, manufacturers: [{name: M}], facilities: [{name: F}]}]
)";
  auto read = parse_application("application.yaml", yaml);
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->received.local_date().iso(), "2015-01-16");
  EXPECT_EQ(read->channel, "fax");
  EXPECT_EQ(read->review, "expedited");
  EXPECT_EQ(read->employee.name, "Ada Example");
  EXPECT_EQ(read->sex, "female");
  EXPECT_EQ(read->representative->designated_on->iso(), "2015-01-10");
  EXPECT_EQ(read->employer->address->zip, "90000");
  EXPECT_EQ(read->facilities[0].name, "Example Surgery Center");
  EXPECT_EQ(read->requesting_physician->group, "Example Pain Group");
  EXPECT_EQ(read->ur_decision.served.by, "overnight");
  EXPECT_FALSE(read->ur_decision.attached);
  EXPECT_TRUE(read->ur_decision.expedited);
  EXPECT_FALSE(read->consent_signed);
  EXPECT_EQ(read->diagnoses[0].icd, "722.83");
  EXPECT_EQ(read->disputed_items[0].id, "a");
  EXPECT_EQ(read->disputed_items[0].ur_text, "Creme");
  EXPECT_TRUE(read->disputed_items[0].liability_disputed);
  EXPECT_EQ(read->expedited_certified_on->iso(), "2015-01-14");
  EXPECT_EQ(read->liability_resolved_notice->on->iso(), "2015-02-01");
  EXPECT_TRUE(read->information_answered);
  EXPECT_EQ(read->earlier_applications[0].decided->iso(), "2014-08-01");
  EXPECT_EQ(read->alternative_treatment[0].facilities[0].name, "F");
}

TEST(OpinionFile, IsReadStrictly) {
  EXPECT_EQ(opinion_error("reviewer: R01\ndate: 2015-03-18\nitems: [{id: 1, decision: uphold}]\n"),
            "opinion.yaml:3: items[0].decision: found \"uphold\", expected one of upheld, overturned; did you mean "
            "\"upheld\"?");
  EXPECT_EQ(
      opinion_error(
          "reviewer: R01\ndate: 2015-03-18\nitems:\n  - {id: 1, decision: upheld}\n  - {id: 1, decision: upheld}\n"),
      "opinion.yaml:5: items[1].id: found the id \"1\" a second time, expected one decision for every item; remove one "
      "of them");
  EXPECT_EQ(opinion_error("date: 2015-03-18\nitems: []\n"),
            "opinion.yaml:1: reviewer: found nothing, expected a value; add the key \"reviewer\"");
  auto opinion = parse_opinion(
      "opinion.yaml",
      "reviewer: R01\ndate: 2015-03-18\nattestations: [{party: A, conflict: none}]\n"
      "items:\n  - id: 1\n    decision: upheld\n    criteria: [{id: k/c, verdict: not_met, reason: none}]\n"
      "    guidelines: [{source: MTUS, pages: 111-113}]\n    words: |\n      My own.\n"
      "resolutions: [{check: c3, text: done}]\nsignature: {algorithm: ed25519, public_key: a, value: b}\n");
  ASSERT_TRUE(opinion) << opinion.error().message();
  EXPECT_EQ(opinion->items[0].criteria[0].verdict, "not_met");
  EXPECT_EQ(opinion->items[0].guidelines[0].pages, "111-113");
  EXPECT_EQ(opinion->items[0].words, "My own.\n");
  EXPECT_EQ(opinion->signature->value, "b");
}

TEST(DocumentsFile, IsReadStrictly) {
  EXPECT_EQ(documents_error("documents: [{file: a.pdf, from: B}]\n"),
            "documents.yaml:1: documents[0].from: found the unknown key \"from\", expected one of file, sender, "
            "received, kind, date, title, author; "
            "remove it, or begin its name with x-");
  EXPECT_EQ(documents_error("documents:\n  - {file: a.pdf}\n  - {file: documents/a.pdf}\n"),
            "documents.yaml:3: documents[1].file: found the file documents/a.pdf a second time, expected every file "
            "once; remove one of the entries");
  auto entries =
      parse_documents_file("documents.yaml", "documents:\n  - {file: a.pdf, sender: B, received: "
                                             "2015-02-01T10:00:00-08:00}\n  - {file: b.pdf, received: 2015-02-02}\n");
  ASSERT_TRUE(entries) << entries.error().message();
  EXPECT_EQ(entries->at("documents/a.pdf").received->iso(), "2015-02-01");
  EXPECT_EQ(entries->at("documents/b.pdf").received->iso(), "2015-02-02");
}

} // namespace openimr::intake
