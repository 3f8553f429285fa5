#include "casework/deadlines.h"
#include "casework/eligibility.h"

#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::casework {
namespace {

using jurisdictions::Jurisdiction;
using records::Application;

const Jurisdiction& california() {
  static const auto law = Jurisdiction::load(OPENIMR_SOURCE_DIR "/packs", "us-ca-wc");
  if (!law) ADD_FAILURE() << law.error().message();
  return *law;
}

Date day(std::string_view text) { return *Date::parse_iso(text); }

records::DisputedItem item(std::string id, std::string text) {
  records::DisputedItem result;
  result.id = std::move(id);
  result.text = std::move(text);
  return result;
}

/// An eligible application: served by mail 2015-01-06, received 2015-01-16.
Application application() {
  Application result;
  result.jurisdiction = "us-ca-wc";
  result.received = *Instant::parse_iso("2015-01-16T10:02:00-08:00");
  result.date_of_injury = day("1995-11-09");
  result.ur_decision.date = day("2015-01-05");
  result.ur_decision.served.on = day("2015-01-06");
  result.consent_signed = true;
  result.disputed_items = {item("1", "Ketamine 5% cream 60gm apply TID"), item("2", "Morphine sulfate ER 30mg #90")};
  return result;
}

Eligibility screened(const Application& application, ScreeningInput input = {.as_of = *Date::parse_iso("2015-01-16")}) {
  return screen(california(), application, input);
}

/// "partly_eligible: 1 eligible; 2 ineligible LATE"
std::string told(const Eligibility& eligibility) {
  std::string text(name(eligibility.outcome));
  text += ":";
  for (const auto& each : eligibility.items) {
    text += " " + each.id + " " + std::string(name(each.outcome));
    for (const Reason& reason : each.reasons) text += " " + reason.code;
    text += ";";
  }
  return text;
}

struct Case {
  const char* what;
  std::function<void(Application&)> change;
  const char* expected;
};

void check(const Case& c) {
  Application papers = application();
  c.change(papers);
  const Eligibility eligibility = screened(papers);
  EXPECT_EQ(told(eligibility), c.expected) << c.what;
  for (const auto& each : eligibility.items) {
    EXPECT_EQ(each.reasons.empty(), each.outcome == ItemOutcome::Eligible) << c.what;
    for (const Reason& reason : each.reasons) {
      EXPECT_FALSE(reason.citation.empty()) << reason.code;
      EXPECT_EQ(reason.text.find('{'), std::string::npos) << reason.text;
    }
  }
}

std::string first_text(std::function<void(Application&)> change) {
  Application papers = application();
  change(papers);
  const Eligibility eligibility = screened(papers);
  return eligibility.items[0].reasons.empty() ? "no reason" : eligibility.items[0].reasons[0].text;
}

} // namespace

TEST(Eligibility, Outcomes) {
  const Case cases[] = {
      {"nothing wrong", [](Application&) {}, "eligible: 1 eligible; 2 eligible;"},
      {"unsigned", [](Application& a) { a.consent_signed = false; },
       "ineligible: 1 ineligible UNSIGNED; 2 ineligible UNSIGNED;"},
      {"no UR decision attached", [](Application& a) { a.ur_decision.attached = false; },
       "ineligible: 1 ineligible NO_UR_ATTACHED; 2 ineligible NO_UR_ATTACHED;"},
      {"the last day is 10 February",
       [](Application& a) { a.received = *Instant::parse_iso("2015-02-10T23:59:00-08:00"); },
       "eligible: 1 eligible; 2 eligible;"},
      {"the day after", [](Application& a) { a.received = *Instant::parse_iso("2015-02-11T00:00:00-08:00"); },
       "ineligible: 1 ineligible LATE; 2 ineligible LATE;"},
      {"the Pacific day counts, written elsewhere",
       [](Application& a) { a.received = *Instant::parse_iso("2015-02-11T02:30:00-05:00"); },
       "eligible: 1 eligible; 2 eligible;"},
      {"written elsewhere, the day after",
       [](Application& a) { a.received = *Instant::parse_iso("2015-02-11T08:00:00Z"); },
       "ineligible: 1 ineligible LATE; 2 ineligible LATE;"},
      {"the form came later",
       [](Application& a) {
         a.received = *Instant::parse_iso("2015-02-20T10:00:00-08:00");
         a.ur_decision.form_served_on = day("2015-01-20");
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"everything wrong at once",
       [](Application& a) {
         a.consent_signed = false;
         a.ur_decision.attached = false;
         a.received = *Instant::parse_iso("2015-03-11T10:00:00-07:00");
       },
       "ineligible: 1 ineligible UNSIGNED NO_UR_ATTACHED LATE; 2 ineligible UNSIGNED NO_UR_ATTACHED LATE;"},
      {"approved item", [](Application& a) { a.disputed_items[1].ur_outcome = "approved"; },
       "partly_eligible: 1 eligible; 2 ineligible NOT_UR_DENIED;"},
      {"modified item", [](Application& a) { a.disputed_items[1].ur_outcome = "modified"; },
       "eligible: 1 eligible; 2 eligible;"},
      {"denied for missing information",
       [](Application& a) { a.disputed_items[0].denied_for_missing_information = true; },
       "partly_eligible: 1 ineligible UR_IS_INFORMATION_DENIAL; 2 eligible;"},
      {"the information was given",
       [](Application& a) {
         a.disputed_items[0].denied_for_missing_information = true;
         a.information_asked_on = day("2014-12-30");
         a.information_answered = true;
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"liability disputed", [](Application& a) { a.disputed_items[0].liability_disputed = true; },
       "partly_eligible: 1 deferred LIABILITY_DISPUTED; 2 eligible;"},
      {"liability disputed for all",
       [](Application& a) {
         for (auto& each : a.disputed_items) each.liability_disputed = true;
       },
       "deferred: 1 deferred LIABILITY_DISPUTED; 2 deferred LIABILITY_DISPUTED;"},
      {"liability disputed, late: the limit starts anew",
       [](Application& a) {
         a.received = *Instant::parse_iso("2015-03-11T10:00:00-07:00");
         a.disputed_items[0].liability_disputed = true;
       },
       "deferred: 1 deferred LIABILITY_DISPUTED; 2 ineligible LATE;"},
      {"liability resolved: 30 days from the notice",
       [](Application& a) {
         a.received = *Instant::parse_iso("2015-03-09T10:00:00-07:00");
         a.disputed_items[0].liability_disputed = true;
         a.liability_resolved_notice = records::Service{day("2015-02-01"), "mail", "in-state"};
       },
       "partly_eligible: 1 eligible; 2 ineligible LATE;"},
      {"UR deferred", [](Application& a) { a.disputed_items[0].ur_outcome = "deferred"; },
       "partly_eligible: 1 deferred LIABILITY_DISPUTED; 2 eligible;"},
      {"UR deferred, then resolved: UR has still to decide",
       [](Application& a) {
         a.disputed_items[0].ur_outcome = "deferred";
         a.liability_resolved_notice = records::Service{day("2015-01-10"), "mail", "in-state"};
       },
       "partly_eligible: 1 ineligible NOT_UR_DENIED; 2 eligible;"},
      {"unsigned and liability disputed: refused, not put off",
       [](Application& a) {
         a.consent_signed = false;
         a.disputed_items.pop_back();
         a.disputed_items[0].liability_disputed = true;
       },
       "ineligible: 1 ineligible UNSIGNED LIABILITY_DISPUTED;"},
      {"designated before the decision",
       [](Application& a) {
         a.representative = records::Party{};
         a.representative->name = "Lee Helper";
         a.representative->designated_on = day("2015-01-04");
       },
       "ineligible: 1 ineligible INVALID_DESIGNATION; 2 ineligible INVALID_DESIGNATION;"},
      {"designated on the day of the decision",
       [](Application& a) {
         a.representative = records::Party{};
         a.representative->designated_on = day("2015-01-05");
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"designation not dated", [](Application& a) { a.representative = records::Party{}; },
       "eligible: 1 eligible; 2 eligible;"},
      {"the same item twice",
       [](Application& a) {
         a.disputed_items.push_back(item("3", "KETAMINE 5 % Cream, 60 g; apply three times a day"));
       },
       "eligible: 1 eligible; 2 eligible; 3 duplicate DUPLICATE;"},
      {"an old injury before the gate",
       [](Application& a) {
         a.ur_decision.date = day("2013-06-28");
         a.ur_decision.served.on = day("2013-06-30");
         a.received = *Instant::parse_iso("2013-07-05T10:00:00-07:00");
       },
       "ineligible: 1 ineligible WRONG_PROGRAM; 2 ineligible WRONG_PROGRAM;"},
      {"an injury of 2013 lets it in",
       [](Application& a) {
         a.date_of_injury = day("2013-01-01");
         a.ur_decision.date = day("2013-06-28");
         a.ur_decision.served.on = day("2013-06-30");
         a.received = *Instant::parse_iso("2013-07-05T10:00:00-07:00");
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"a decision communicated from July 2013 lets it in",
       [](Application& a) {
         a.ur_decision.served.on = day("2013-07-01");
         a.received = *Instant::parse_iso("2013-07-05T10:00:00-07:00");
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"decided within a year",
       [](Application& a) {
         a.earlier_applications = {
             {"CM14-0000001", "upheld", "Ketamine 5% cream 60 grams, apply t.i.d.", day("2014-08-01")}};
       },
       "partly_eligible: 1 ineligible ALREADY_DETERMINED; 2 eligible;"},
      {"decided exactly a year before the decision",
       [](Application& a) {
         a.earlier_applications = {{"CM14-0000001", "upheld", "Ketamine 5% cream 60gm apply TID", day("2014-01-05")}};
       },
       "partly_eligible: 1 ineligible ALREADY_DETERMINED; 2 eligible;"},
      {"decided longer ago",
       [](Application& a) {
         a.earlier_applications = {{"CM14-0000001", "upheld", "Ketamine 5% cream 60gm apply TID", day("2014-01-04")}};
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"ended undecided",
       [](Application& a) {
         a.earlier_applications = {
             {"CM14-0000001", "withdrawn", "Ketamine 5% cream 60gm apply TID", day("2014-08-01")}};
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"still open",
       [](Application& a) {
         a.earlier_applications = {{"CM15-0000001", "", "Ketamine 5% cream 60gm apply TID", std::nullopt}};
       },
       "partly_eligible: 1 duplicate DUPLICATE; 2 eligible;"},
      {"another strength was decided",
       [](Application& a) {
         a.earlier_applications = {{"CM14-0000001", "upheld", "Ketamine 10% cream 60gm apply TID", day("2014-08-01")}};
       },
       "eligible: 1 eligible; 2 eligible;"},
      {"received before the law was in force",
       [](Application& a) {
         a.ur_decision.date = day("2012-06-01");
         a.ur_decision.served.on = day("2012-06-01");
         a.received = *Instant::parse_iso("2012-06-05T10:00:00-07:00");
       },
       "ineligible: 1 ineligible WRONG_PROGRAM; 2 ineligible WRONG_PROGRAM;"},
      {"received before the decision was served: noted, not refused",
       [](Application& a) { a.received = *Instant::parse_iso("2015-01-05T10:00:00-08:00"); },
       "eligible: 1 eligible; 2 eligible;"},
      {"no items", [](Application& a) { a.disputed_items.clear(); }, "ineligible:"},
  };
  for (const Case& each : cases) check(each);
}

TEST(Eligibility, SaysWhy) {
  EXPECT_EQ(first_text([](Application& a) { a.received = *Instant::parse_iso("2015-02-11T09:00:00-08:00"); }),
            "The application was received on 2015-02-11, 1 day after the last day, 2015-02-10.");
  EXPECT_EQ(first_text([](Application& a) { a.received = *Instant::parse_iso("2015-02-20T09:00:00-08:00"); }),
            "The application was received on 2015-02-20, 10 days after the last day, 2015-02-10.");
  EXPECT_EQ(first_text([](Application& a) { a.disputed_items[0].ur_outcome = "approved"; }),
            "UR did not deny or modify this treatment (outcome: approved).");
  EXPECT_EQ(first_text([](Application& a) {
              a.disputed_items[0].denied_for_missing_information = true;
              a.information_asked_on = day("2014-12-30");
              a.information_asked = "a urine drug test";
            }),
            "UR refused this treatment because information was missing (a urine drug test, asked for on 2014-12-30), "
            "not on medical necessity.");
  EXPECT_EQ(first_text([](Application& a) {
              a.disputed_items[0].liability_disputed = true;
              a.liability_reason = "the back is not an accepted body part";
            }),
            "The claims administrator disputes liability (the back is not an accepted body part); the review waits "
            "until that is resolved.");
  EXPECT_EQ(first_text([](Application& a) {
              a.representative = records::Party{};
              a.representative->name = "Lee Helper";
              a.representative->designated_on = day("2014-12-01");
            }),
            "Lee Helper was designated on 2014-12-01, before the UR decision of 2015-01-05; a designation made before "
            "the decision is not valid.");
  EXPECT_EQ(first_text([](Application& a) {
              a.earlier_applications = {{"CM14-0000001", "upheld", a.disputed_items[0].text, day("2014-08-01")}};
            }),
            "The same treatment was decided on 2014-08-01 in CM14-0000001 (upheld).");
}

// The facts of Avila: received one day after 2014-01-28; the receipt governs.
TEST(Eligibility, OneDayLate) {
  Application papers = application();
  papers.date_of_injury = day("2013-02-01");
  papers.ur_decision.date = day("2013-12-23");
  papers.ur_decision.served.on = day("2013-12-24");
  papers.received = *Instant::parse_iso("2014-01-29T08:00:00-08:00");
  const Eligibility eligibility = screened(papers);
  EXPECT_EQ(told(eligibility), "ineligible: 1 ineligible LATE; 2 ineligible LATE;");
  EXPECT_EQ(eligibility.items[0].limit->due_on->iso(), "2014-01-28");
}

TEST(Eligibility, FormularyItemsKeepTheirOwnLimit) {
  Application papers = application();
  papers.ur_decision.date = day("2026-03-02");
  papers.ur_decision.served.on = day("2026-03-02");
  papers.ur_decision.served.by = "personal";
  papers.received = *Instant::parse_iso("2026-03-20T10:00:00-07:00");
  papers.disputed_items = {item("1", "Naproxen 500 mg #60"), item("2", "MRI of the lumbar spine")};
  // Drug: 10 days end on 12 March. The rest: 30 days end on 1 April.
  Eligibility eligibility = screened(papers);
  EXPECT_EQ(told(eligibility), "partly_eligible: 1 ineligible LATE; 2 eligible;");
  EXPECT_THAT(eligibility.notes, testing::Contains(testing::StartsWith("drugs and other items in one application")));
  EXPECT_FALSE(eligibility.is_formulary_case);
  // Told which items are drugs, the words no longer matter.
  eligibility = screened(papers, {.as_of = day("2026-03-20"), .drug_items = std::set<std::string>{}});
  EXPECT_EQ(told(eligibility), "eligible: 1 eligible; 2 eligible;");
  papers.received = *Instant::parse_iso("2026-03-12T10:00:00-07:00");
  papers.disputed_items.pop_back();
  eligibility = screened(papers);
  EXPECT_TRUE(eligibility.is_formulary_case);
  // Before 2018 the formulary has no limit of its own.
  EXPECT_FALSE(screened(application()).is_formulary_case);
}

TEST(Eligibility, ExpeditedNeedsACertificate) {
  Application papers = application();
  papers.review = "expedited";
  Eligibility eligibility = screened(papers);
  EXPECT_EQ(told(eligibility), "eligible: 1 eligible; 2 eligible;");
  EXPECT_EQ(eligibility.review, "regular");
  EXPECT_EQ(eligibility.findings[0].text,
            "An expedited review was asked for without a physician's certificate; it is treated as regular.");
  papers.ur_decision.expedited = true;
  EXPECT_EQ(screened(papers).review, "expedited");
  papers.ur_decision.expedited = false;
  papers.expedited_certified_by = "R. Treating";
  EXPECT_EQ(screened(papers).review, "expedited");
}

TEST(Eligibility, EveryFactorLeavesAFinding) {
  const Eligibility eligibility = screened(application());
  std::set<std::string> factors;
  for (const auto& finding : eligibility.findings) {
    factors.insert(finding.factor);
    EXPECT_EQ(finding.result, "passed") << finding.factor << " " << finding.text;
    EXPECT_FALSE(finding.rule.empty());
    EXPECT_FALSE(finding.text.empty());
  }
  EXPECT_EQ(factors.size(), 12U);
}

TEST(ItemText, TheSameTreatmentWrittenDifferently) {
  const auto& rules = california().eligibility;
  const std::pair<const char*, const char*> same[] = {
      {"Ketamine 5% cream 60gm apply TID", "ketamine cream 5 %, 60 grams, three times daily"},
      {"Morphine sulfate ER 30mg #90", "Qty 90 morphine sulfate extended release 30 milligrams"},
      {"Viagra 100mg #10", "Viagara 100 mg, #10"},
      {"MRI lumbar spine", "Magnetic resonance imaging of the lumbar spine"},
      {"Physical therapy 12 visits", "12 sessions of physiotherapy"},
  };
  for (const auto& [a, b] : same) EXPECT_TRUE(is_same_item(rules, a, b)) << a << " / " << b;
  const std::pair<const char*, const char*> different[] = {
      {"Morphine sulfate ER 30mg #90", "Morphine sulfate ER 90mg #30"},
      {"Morphine sulfate ER 30mg #90", "Morphine sulfate ER 30mg #60"},
      {"Morphine sulfate ER 30mg #90", "Morphine sulfate IR 30mg #90"},
      {"MRI left knee", "MRI right knee"},
      {"Epidural injection L4-5", "Epidural injection L5-6"},
      {"Hydroxyzine 25 mg #30", "Hydralazine 25 mg #30"},
      {"Tramadol 50 mg #60", "Tapentadol 50 mg #60"},
      {"Bonalox 50 mg #60", "Fonalox 50 mg #60"}, // one letter apart, but the first
      {"", ""},
  };
  for (const auto& [a, b] : different) EXPECT_FALSE(is_same_item(rules, a, b)) << a << " / " << b;
}

namespace {

std::string listed(const std::vector<jurisdictions::DueDate>& deadlines) {
  std::string text;
  for (const auto& each : deadlines)
    text += each.rule + " " + (each.due_on ? each.due_on->iso() : "waits for " + each.waits_for) + "\n";
  return text;
}

} // namespace

TEST(Deadlines, OfARegularCase) {
  const Application papers = application();
  const Eligibility eligibility = screened(papers);
  EXPECT_EQ(listed(deadlines(california(), papers, eligibility)), "application 2015-02-10\n"
                                                                  "assignment-notice waits for eligibility-finding\n"
                                                                  "records waits for assignment\n"
                                                                  "records-statute waits for assignment\n"
                                                                  "determination waits for records\n"
                                                                  "appeal waits for determination-mailed\n"
                                                                  "implementation waits for determination-received\n"
                                                                  "payment waits for determination-received\n");
  KnownEvents events;
  events["records"] = {.on = day("2015-02-03")};
  events["assignment"] = {.on = day("2015-01-20"), .served_by = "mail"};
  const auto known = deadlines(california(), papers, eligibility, events);
  // Request 16 January, records 3 February: 30 days from the later end on 5 March.
  EXPECT_EQ(listed(known), "application 2015-02-10\n"
                           "assignment-notice waits for eligibility-finding\n"
                           "records 2015-02-04\n"
                           "records-statute 2015-01-30\n"
                           "determination 2015-03-05\n"
                           "appeal waits for determination-mailed\n"
                           "implementation waits for determination-received\n"
                           "payment waits for determination-received\n");
  EXPECT_EQ(known[4].derivation[0].step + " " + known[4].derivation[0].date.iso(),
            "receipt of the application 2015-01-16");
  EXPECT_EQ(known[4].derivation[1].step + " " + known[4].derivation[1].date.iso(), "receipt of the records 2015-02-03");
}

TEST(Deadlines, OfOtherCases) {
  Application papers = application();
  papers.consent_signed = false;
  EXPECT_EQ(listed(deadlines(california(), papers, screened(papers))), "application 2015-02-10\n");
  papers = application();
  papers.review = "expedited";
  papers.expedited_certified_by = "R. Treating";
  EXPECT_THAT(listed(deadlines(california(), papers, screened(papers), {{"records", {.on = day("2015-01-14")}}})),
              testing::HasSubstr("records-expedited waits for assignment\ndetermination-expedited 2015-01-19\n"));
  papers = application();
  for (auto& each : papers.disputed_items) each.liability_disputed = true;
  EXPECT_EQ(listed(deadlines(california(), papers, screened(papers))),
            "application 2015-02-10\napplication-liability waits for liability-notice\n");
  // Service before the law was in force: no date, and the reason.
  papers = application();
  papers.ur_decision.served.on = day("2012-05-01");
  const auto early = deadlines(california(), papers, screened(papers));
  EXPECT_FALSE(early[0].due_on);
  EXPECT_THAT(early[0].notes[0], testing::HasSubstr("found an event of 2012-05-01"));
}

TEST(Deadlines, RecordsComeInWithTheLastEvidence) {
  records::Document first, second, decision;
  first.received = day("2015-02-01");
  second.received = day("2015-02-03");
  decision.received = day("2015-02-09");
  decision.is_evidence = false;
  EXPECT_FALSE(records_received({}));
  EXPECT_FALSE(records_received({decision}));
  EXPECT_EQ(records_received({second, first, decision})->on.iso(), "2015-02-03");
}

TEST(Eligibility, AnotherProgrammeIsNotReviewedHere) {
  const Case cases[] = {
      {"opinions of a network", [](Application& a) { a.programme = "network-opinion"; },
       "ineligible: 1 ineligible WRONG_PROGRAM; 2 ineligible WRONG_PROGRAM;"},
      {"a predesignated physician", [](Application& a) { a.programme = "health-plan"; },
       "ineligible: 1 ineligible WRONG_PROGRAM; 2 ineligible WRONG_PROGRAM;"},
      {"this programme", [](Application& a) { a.programme = "necessity"; }, "eligible: 1 eligible; 2 eligible;"},
  };
  for (const Case& each : cases) check(each);
  EXPECT_EQ(first_text([](Application& a) { a.programme = "network-opinion"; }),
            "The application asks for the review of a provider network's second and third opinions: that dispute goes "
            "another way.");
}

TEST(Eligibility, ACertificateAfterFilingMakesItExpeditedAndBeginsTheClocksAgain) {
  const auto determination = [](const Application& papers, const char* as_of) {
    const Eligibility eligibility = screened(papers, {.as_of = day(as_of)});
    for (const auto& due : deadlines(california(), papers, eligibility, {{"records", {.on = day("2015-01-18")}}}))
      if (due.rule.starts_with("determination")) return eligibility.review + " " + due.due_on->iso();
    return std::string("none");
  };
  Application papers = application();
  const std::string regular = determination(papers, "2015-01-21");
  EXPECT_EQ(regular, "regular 2015-02-17"); // 30 days from the records of the 18th
  papers.expedited_certified_by = "R. Treating";
  papers.expedited_certified_on = day("2015-01-20");
  EXPECT_EQ(determination(papers, "2015-01-19"), regular) << "not known yet";
  EXPECT_EQ(determination(papers, "2015-01-21"), "expedited 2015-01-23") << "three days from the certificate";
  const Eligibility eligibility = screened(papers, {.as_of = day("2015-01-21")});
  EXPECT_EQ(eligibility.converted_on, day("2015-01-20"));
  papers.expedited_certified_on = day("2015-01-14"); // came with the application, on a form for a regular review
  EXPECT_EQ(screened(papers).review, "expedited");
  EXPECT_EQ(screened(papers).converted_on, std::nullopt);
}

TEST(Eligibility, AnEarlierFindingStaysOnRecordAndAnAppealClosesIt) {
  Application papers = application();
  papers.earlier_screenings = {{day("2015-01-15"), "ineligible", {"NO_UR_ATTACHED"}, std::nullopt}};
  const auto reopening = [&] {
    for (const auto& finding : screened(papers).findings)
      if (finding.factor == "reopening") return finding.result + ": " + finding.text;
    return std::string("none");
  };
  EXPECT_EQ(reopening(), "noted: Looked at again: found ineligible (NO_UR_ATTACHED) on 2015-01-15, eligible now.");
  papers.earlier_screenings[0].appealed_on = day("2015-01-16");
  EXPECT_EQ(reopening(),
            "failed: The finding of 2015-01-15 was appealed on 2015-01-16: it may not be looked at again.");
  EXPECT_THAT(screened(papers).notes,
              testing::Contains(testing::HasSubstr("does not replace the finding of 2015-01-15")));
  papers.earlier_screenings[0].appealed_on = day("2015-01-17"); // after the day of this screening
  EXPECT_TRUE(reopening().starts_with("noted"));
}

TEST(Eligibility, ApplicationsThatMayBeDecidedTogether) {
  const auto with = [](std::function<void(Application&)> change) {
    Application one = application();
    one.employee.name = "Ada Example";
    one.date_of_birth = day("1960-05-02");
    one.requesting_physician.emplace();
    one.requesting_physician->name = "R. Treating";
    Application other = one;
    change(other);
    return may_consolidate(california(), one, other, "other");
  };
  const auto joined = with([](Application& a) {
    a.disputed_items = {item("1", "Something else")};
    a.employee.name = "ADA EXAMPLE";
    a.requesting_physician->name = "R Treating";
  });
  ASSERT_TRUE(joined);
  EXPECT_EQ(joined->citation, "8 CCR 9792.10.4(a)");
  EXPECT_FALSE(with([](Application& a) { a.employee.name = "Bea Example"; }));
  EXPECT_FALSE(with([](Application& a) { a.date_of_birth = day("1961-05-02"); }));
  EXPECT_FALSE(with([](Application& a) { a.requesting_physician->name = "S. Treating"; }));
  EXPECT_FALSE(with([](Application& a) { a.requesting_physician.reset(); }));
  EXPECT_FALSE(with([](Application& a) { a.date_of_injury = day("1996-11-09"); }));
  EXPECT_FALSE(with([](Application& a) { a.date_of_injury.reset(); }));
}

TEST(Eligibility, AFindingSaysWhenItsLawIsNotVerified) {
  bool seen = false;
  for (const auto& finding : screened(application()).findings)
    if (finding.factor == "earlier_determined") {
      seen = true;
      EXPECT_EQ(finding.result, "passed");
      EXPECT_NE(finding.rule.find("(not verified)"), std::string::npos);
    }
  EXPECT_TRUE(seen);
}

} // namespace openimr::casework
