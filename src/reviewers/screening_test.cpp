#include "reviewers/nobody.h"
#include "reviewers/screening.h"

#include "reviewers/roster_file.h"
#include "text/data_file.h"

#include <algorithm>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <set>

namespace openimr::reviewers {
namespace {

using jurisdictions::Jurisdiction;
using records::Application;

const NameBook& book() {
  static const NameBook loaded(*PartyNames::load(std::string(OPENIMR_SOURCE_DIR) + "/packs"));
  return loaded;
}

const Jurisdiction& california() {
  static const auto law = Jurisdiction::load(OPENIMR_SOURCE_DIR "/packs", "us-ca-wc");
  if (!law) ADD_FAILURE() << law.error().message();
  return *law;
}

Date day(std::string_view text) { return *Date::parse_iso(text); }

records::Party party(std::string name, std::string specialty = "", std::string group = "") {
  records::Party result;
  result.name = std::move(name);
  result.specialty = std::move(specialty);
  result.group = std::move(group);
  return result;
}

/// A case with somebody in every role.
Application application() {
  Application a;
  a.employee = party("Ada Example");
  a.claim_number = "WC-0042";
  a.adjudication_number = "ADJ1234567";
  a.employer = party("Example Freight Inc");
  a.claims_administrator = party("Example Claims Services");
  a.insurer = party("Sample Mutual");
  a.medical_provider_network = party("Sample Network");
  a.facilities = {party("Riverside Surgery Center")};
  a.manufacturers = {party("Fabulon Pharma")};
  a.requesting_physician = party("R. Treating", "Pain Medicine", "Coastal Pain Group");
  a.treating_physicians = {party("Paula Primary", "Family Medicine", "Primary Partners")};
  a.ur_decision.organization = "Nay Review";
  a.ur_decision.reviewer = party("Ursula Nay");
  a.representative = party("Beatrix Pretendry");
  a.representative->kind = "attorney";
  a.alternative_treatment = {{"a device", {party("Altera Devices")}, {party("Altera Clinic")}}};
  a.earlier_applications = {{"CM14-0000001", "upheld", "", day("2014-08-01")}};
  a.disputed_items.resize(1);
  a.disputed_items[0].id = "1";
  a.disputed_items[0].text = "Ketamine 5% cream 60gm apply TID";
  return a;
}

/// Somebody against whom nothing speaks on 2015-01-16.
Reviewer reviewer(std::string id = "R01") {
  Reviewer r;
  r.id = std::move(id);
  r.name = "Aurelia Example";
  r.licenses = {{"MD", "CA", "active", day("2018-12-31")}};
  r.boards = {{"Pain Medicine", day("2019-12-31")}};
  r.specialties = {"Pain Medicine"};
  r.practice_since = day("2002-07-01");
  r.practice_hours_per_week = 32;
  r.capacity = 10;
  return r;
}

Slate slate_of(const Roster& roster, const Application& papers = application(), Date as_of = day("2015-01-16")) {
  return propose_slate(california(), papers, roster, book(), as_of, review_needs(california(), papers));
}

/// "slate", or the reasons as "rule party: text".
std::string told(const Reviewer& who, const Application& papers = application(), Date as_of = day("2015-01-16")) {
  const Slate slate = slate_of({{who}}, papers, as_of);
  if (slate.excluded.empty()) return "slate";
  std::string text;
  for (const Exclusion& reason : slate.excluded[0].reasons) {
    EXPECT_FALSE(reason.citation.empty()) << reason.rule;
    text += (text.empty() ? "" : " | ") + reason.rule + (reason.party.empty() ? "" : " " + reason.party) + ": " +
            reason.text;
  }
  return text;
}

std::string changed(const std::function<void(Reviewer&)>& change, Date as_of = day("2015-01-16")) {
  Reviewer who = reviewer();
  change(who);
  return told(who, application(), as_of);
}

std::string tied(std::string party, std::string kind, std::string relation = "", std::optional<double> percent = {}) {
  return changed([&](Reviewer& r) { r.interests = {{party, kind, relation, percent}}; });
}

} // namespace

TEST(Credentials, WhatIsLackingExcludes) {
  EXPECT_EQ(changed([](Reviewer&) {}), "slate");
  EXPECT_EQ(changed([](Reviewer& r) { r.licenses.clear(); }), "licence_unrestricted: no licence on file");
  EXPECT_EQ(changed([](Reviewer& r) { r.licenses[0].expires = day("2015-01-15"); }),
            "licence_unrestricted: no active licence: CA MD expired on 2015-01-15");
  EXPECT_EQ(changed([](Reviewer& r) { r.licenses[0].expires = day("2015-01-16"); }), "slate");
  EXPECT_EQ(changed([](Reviewer& r) { r.licenses[0].status = "restricted"; }),
            "licence_unrestricted: no active licence: CA MD is restricted | no_sanctions: CA MD licence is restricted");
  EXPECT_EQ(changed([](Reviewer& r) {
              r.licenses.push_back({"MD", "AZ", "suspended", {}});
            }),
            "no_sanctions: AZ MD licence is suspended");
  EXPECT_EQ(changed([](Reviewer& r) { r.licenses.push_back({"MD", "AZ", "expired", {}}); }), "slate");
  EXPECT_EQ(changed([](Reviewer& r) { r.licenses[0].type = "DC"; }),
            "licence_scope: item 1: a licence as DC does not cover it (MD, DO)");
  EXPECT_EQ(changed([](Reviewer& r) { r.boards.clear(); }), "board_current: no board certification on file");
  EXPECT_EQ(changed([](Reviewer& r) { r.boards[0].expires = day("2014-06-30"); }),
            "board_current: no current board certification: Pain Medicine expired on 2014-06-30");
  EXPECT_EQ(changed([](Reviewer& r) {
              r.boards = {{"Dermatology", {}}};
            }),
            "board_current: the current board certification (Dermatology) does not suit item 1");
  EXPECT_EQ(changed([](Reviewer& r) {
              r.sanctions = {{"pending", day("2014-05-01"), "Medical Board"}};
            }),
            "no_sanctions: sanction pending of 2014-05-01 by Medical Board");
  EXPECT_EQ(changed([](Reviewer& r) { r.sanctions = {{"taken", {}, ""}}; }), "no_sanctions: sanction taken");
  EXPECT_EQ(changed([](Reviewer& r) { r.sanctions = {{"pending", day("2015-01-17"), ""}}; }), "slate");
  EXPECT_EQ(changed([](Reviewer& r) {
              r.qme = {{"active", day("2016-01-01")}};
            }),
            "no_qme: appointed as Qualified Medical Evaluator (until 2016-01-01)");
  EXPECT_EQ(changed([](Reviewer& r) { r.qme = {{"active", day("2016-01-01")}}; }, day("2013-12-31")), "slate");
  EXPECT_EQ(changed([](Reviewer& r) { r.qme = {{"active", day("2015-01-15")}}; }), "slate");
  EXPECT_EQ(changed([](Reviewer& r) { r.practice_since = day("2010-01-16"); }),
            "practice_more_than_years: in practice since 2010-01-16; more than 5 years are required");
  EXPECT_EQ(changed([](Reviewer& r) { r.practice_since = day("2010-01-15"); }), "slate");
  EXPECT_EQ(changed([](Reviewer& r) { r.practice_since.reset(); }),
            "practice_more_than_years: the beginning of practice is not on file; more than 5 years are required");
  EXPECT_EQ(changed([](Reviewer& r) { r.practice_hours_per_week = 23.5; }),
            "practice_hours_per_week: 23.5 hours of practice a week; at least 24 a week are required");
  EXPECT_EQ(changed([](Reviewer& r) { r.practice_hours_per_week = 24; }), "slate");
  EXPECT_EQ(changed([](Reviewer& r) {
              r.leave = {{day("2015-01-10"), day("2015-01-16")}};
            }),
            "leave: on leave from 2015-01-10 to 2015-01-16");
  EXPECT_EQ(changed([](Reviewer& r) { r.load = 10; }), "capacity: 10 of 10 cases in hand");
  EXPECT_EQ(
      changed([](Reviewer& r) {
        r.specialties = {"Dermatology"};
        r.boards = {{"Dermatology", {}}};
        r.load = 12;
      }),
      "board_current: the current board certification (Dermatology) does not suit item 1 | same_or_similar: item 1: "
      "Dermatology is neither the same "
      "nor similar to the specialties that commonly judge it (pain-medication) | capacity: 12 of 10 cases in hand");
}

TEST(Conflicts, EveryRowOfTheMatrix) {
  const auto is_blocked_by = [](const char* rule, const char* name, const char* relation = "contractor") {
    EXPECT_THAT(tied(name, "professional", relation), testing::HasSubstr(std::string(rule) + " " + name + ": "))
        << name;
  };
  is_blocked_by("B-C1", "Example Freight Inc");
  is_blocked_by("B-C2", "Sample Mutual");
  is_blocked_by("B-C2", "Example Claims Services");
  is_blocked_by("B-C3", "Nay Review");
  is_blocked_by("B-C3", "Ursula Nay");
  is_blocked_by("B-C4", "Sample Network");
  is_blocked_by("B-C5", "Example Freight Inc", "director");
  is_blocked_by("B-C5", "Sample Mutual", "employment");
  is_blocked_by("B-C6", "R. Treating", "partner");
  is_blocked_by("B-C6", "Paula Primary");
  is_blocked_by("B-C6", "Coastal Pain Group");
  is_blocked_by("B-C6", "Primary Partners");
  is_blocked_by("B-C7", "Riverside Surgery Center");
  is_blocked_by("B-C7", "Altera Clinic");
  is_blocked_by("B-C8", "Fabulon Pharma");
  is_blocked_by("B-C8", "Altera Devices");
  is_blocked_by("B-C9", "Ada Example", "physician-patient");
  is_blocked_by("B-C10", "Beatrix Pretendry");
  EXPECT_EQ(tied("Somebody Else", "professional", "employment"), "slate");
}

TEST(Conflicts, AllReasonsAreTold) {
  EXPECT_EQ(
      tied("EXAMPLE FREIGHT, INC.", "professional", "employment"),
      "B-C1 Example Freight Inc: the employer: professional tie: employment (declared as \"EXAMPLE FREIGHT, INC.\": "
      "equal apart from capitals, punctuation, abbreviations and company form) | B-C5 Example Freight Inc: an officer, "
      "director or employee of the employer, insurer or claims "
      "administrator: professional tie: "
      "employment (declared as \"EXAMPLE FREIGHT, INC.\": equal apart from capitals, punctuation, abbreviations and "
      "company form)");
  const std::string both = changed([](Reviewer& r) {
    r.interests = {{"Fabulon Pharma", "financial", "shareholder", 6.0}, {"Ada Example", "familial", "sibling", {}}};
    r.load = 10;
  });
  EXPECT_THAT(both, testing::AllOf(testing::HasSubstr("capacity"), testing::HasSubstr("B-C8 Fabulon Pharma"),
                                   testing::HasSubstr("B-C9 Ada Example")));
}

TEST(Conflicts, FinancialThreshold) {
  EXPECT_EQ(tied("Fabulon Pharma", "financial", "shareholder", 6.0),
            "B-C8 Fabulon Pharma: the maker of the proposed or the alternative treatment: financial tie: shareholding "
            "of 6% of income, above 5%");
  EXPECT_THAT(tied("Fabulon Pharma", "financial", "shareholder", 5.1), testing::HasSubstr("above 5%"));
  EXPECT_EQ(tied("Fabulon Pharma", "financial", "shareholder", 5.0), "slate");
  EXPECT_EQ(tied("Fabulon Pharma", "financial", "shareholder", 0.0), "slate");
  EXPECT_EQ(tied("Fabulon Pharma", "financial", "shareholder"),
            "B-C8 Fabulon Pharma: the maker of the proposed or the alternative treatment: financial tie: shareholding; "
            "the share of income is not stated, so it counts "
            "until it is shown to be at most 5%");
  EXPECT_EQ(tied("Example Claims Services", "financial", "contract fees", 40.0), "slate");
}

TEST(Conflicts, RelationsOfTheStatute) {
  for (const char* word : {"spouse", "child", "Parent", "sibling", "mother-in-law", "son-in-law"})
    EXPECT_THAT(tied("Ada Example", "familial", word), testing::StartsWith("B-C9 Ada Example: ")) << word;
  Reviewer who = reviewer();
  who.interests = {{"Ada Example", "familial", "cousin", {}}};
  const Slate slate = slate_of({{who}});
  ASSERT_EQ(slate.slate.size(), 1U);
  EXPECT_EQ(slate.slate[0].reasons.back(), "employee Ada Example: familial tie: a relative the statute does not list "
                                           "(cousin), which is not among the ties that forbid a "
                                           "review [LC 139.5(d)(6)(A)]");
  EXPECT_EQ(tied("Riverside Surgery Center", "professional", "staff privileges"), "slate");
  EXPECT_EQ(tied("Sample Network", "professional", "academic contracting provider"), "slate");
  EXPECT_THAT(tied("Sample Mutual", "professional", "academic contracting provider"),
              testing::StartsWith("B-C2 Sample Mutual: "));
  const std::string unknown = tied("Sample Mutual", "professional", "golf friend");
  EXPECT_EQ(unknown, "B-C2 Sample Mutual: the insurer or claims administrator: professional tie, relation \"golf "
                     "friend\": not in the table of relations, so it counts "
                     "until a person has ruled on it");
  who.interests = {{"Sample Mutual", "professional", "golf friend", {}}};
  EXPECT_THAT(slate_of({{who}}).warnings, testing::ElementsAre(testing::StartsWith("R01: Sample Mutual: ")));
  EXPECT_THAT(tied("Sample Mutual", "professional"), testing::HasSubstr("relation not stated"));
}

TEST(Conflicts, EarlierInvolvement) {
  EXPECT_EQ(tied("wc 0042", "prior_involvement"), "B-C11 wc 0042: was involved before in WC-0042");
  EXPECT_EQ(tied("ADJ1234567", "prior_involvement"), "B-C11 ADJ1234567: was involved before in ADJ1234567");
  EXPECT_EQ(tied("CM14-0000001", "prior_involvement"), "B-C11 CM14-0000001: was involved before in CM14-0000001");
  EXPECT_EQ(tied("Nay Review", "prior_involvement"), "B-C11 Nay Review: was involved before with the ur organization");
  EXPECT_EQ(tied("WC-0043", "prior_involvement"), "slate");
}

TEST(Conflicts, NobodyReviewsTheirOwnRequest) {
  EXPECT_EQ(changed([](Reviewer& r) { r.name = "Robert Treating, MD"; }),
            "not_the_treating_physician R. Treating: has the name of the requesting physician (equal apart from "
            "initials, a short form or a middle name)");
  EXPECT_THAT(changed([](Reviewer& r) { r.name = "Nay, Ursula"; }),
              testing::HasSubstr("has the name of the ur reviewer"));
}

TEST(Conflicts, NearNamesWaitForAPerson) {
  Reviewer who = reviewer();
  who.interests = {{"Example Freight Logistics", "professional", "employment", {}}};
  const Slate slate = slate_of({{who}});
  ASSERT_EQ(slate.slate.size(), 1U);
  EXPECT_THAT(
      slate.warnings,
      testing::ElementsAre(
          "R01: a person must rule: \"Example Freight Logistics\" in the reviewer's interests may be the employer "
          "\"Example Freight Inc\" (one name is part of the other)"));
  EXPECT_EQ("R01: " + slate.slate[0].reasons.back(), slate.warnings[0]);
}

TEST(Slate, RanksByStateFitWorkloadAndId) {
  Roster roster;
  for (const char* id : {"R1", "R2", "R3", "R4", "R5"}) roster.reviewers.push_back(reviewer(id));
  roster.reviewers[0].licenses[0].state = "AZ";
  roster.reviewers[1].specialties = {"Neurology"};
  roster.reviewers[1].boards = {{"Neurology", {}}};
  roster.reviewers[2].load = 1;
  roster.reviewers[2].capacity = 2;
  roster.reviewers[3].load = 4;
  roster.reviewers[4].load = 4;
  const Slate slate = slate_of(roster);
  std::string order;
  for (const auto& entry : slate.slate) order += entry.id + " ";
  EXPECT_EQ(order, "R4 R5 R3 R2 R1 ");
  EXPECT_EQ(slate.slate[0].rank, 1);
  EXPECT_EQ(slate.slate[3].fit, Fit::Similar);
  EXPECT_THAT(slate.slate[0].reasons, testing::Contains("item 1: same specialty, Pain Medicine (pain-medication)"));
  EXPECT_THAT(slate.slate[4].reasons, testing::Contains("CA licence: no (preferred) [LC 139.5(d)(4)(B)]"));
}

TEST(Slate, TheWorstSuitedItemDecidesTheFit) {
  Application papers = application(); // ketamine cream
  papers.disputed_items.push_back(papers.disputed_items[0]);
  papers.disputed_items[1].id = "2";
  papers.disputed_items[1].text = "Baclofen 10mg TID #90";
  Reviewer who = reviewer();
  who.specialties = {"Neurology"}; // similar for pain medication, the same for muscle relaxants
  who.boards = {{"Neurology", {}}};
  ASSERT_EQ(slate_of({{who}}, papers).slate.size(), 1U);
  EXPECT_EQ(slate_of({{who}}, papers).slate[0].fit, Fit::Similar);
  std::reverse(papers.disputed_items.begin(), papers.disputed_items.end());
  EXPECT_EQ(slate_of({{who}}, papers).slate[0].fit, Fit::Similar);
}

TEST(Slate, ExplainsWhenNobodyMay) {
  EXPECT_THAT(told(explain_nobody(slate_of({}))), testing::ElementsAre("the roster is empty"));
  Reviewer full = reviewer("R1"), two = reviewer("R2");
  full.load = 10;
  two.load = 10;
  two.boards.clear();
  EXPECT_THAT(told(explain_nobody(slate_of({{full, two}}))),
              testing::ElementsAre("everybody falls to capacity", "without capacity could review: R1"));
  EXPECT_TRUE(told(explain_nobody(slate_of({{reviewer()}}))).empty());
}

TEST(Needs, FollowTheItemOrTheRequester) {
  Application papers = application();
  const auto need = [&](const char* item) {
    papers.disputed_items[0].text = item;
    const ItemNeed found = review_needs(california(), papers)[0];
    return found.needs.empty() ? "requester: " + (found.same.empty() ? "" : found.same[0]) : found.needs[0];
  };
  EXPECT_EQ(need("Morphine sulfate ER 30mg 1 tab q 9H #90"), "pain-medication");
  EXPECT_EQ(need("Baclofen 10mg TID #90"), "muscle-relaxant");
  EXPECT_EQ(need("12 physical therapy visits after surgery"), "physical-treatment");
  EXPECT_EQ(need("L4-5 fusion"), "orthopedic-surgery");
  EXPECT_EQ(need("Somatic exercise"), "physical-treatment"); // not "soma"
  EXPECT_EQ(need("Unheardof 30mg"), "general-medication");   // figures and letters part
  EXPECT_EQ(need("Unheard-of remedy"), "requester: Pain Medicine");
  papers.requesting_physician.reset();
  EXPECT_EQ(need("Unheard-of remedy"), "requester: ");
}

namespace {

/// Reviewers with credentials and ties drawn at random from a few values.
Roster random_roster(std::mt19937& random, int count) {
  const auto one_in = [&](unsigned n) { return random() % n == 0; };
  const char* parties[] = {"Example Freight Inc", "Fabulon Pharma", "Ada Example",          "WC-0042",
                           "R Treating",          "Nobody Known",   "Example Freight Lines"};
  const char* kinds[] = {"professional", "familial", "financial", "prior_involvement"};
  const char* relations[] = {"employment", "sibling", "shareholder", "cousin", "staff privileges", "odd word", ""};
  Roster roster;
  for (int i = 0; i < count; ++i) {
    Reviewer r = reviewer("R" + std::to_string(i));
    if (one_in(3)) r.licenses[0].state = "NV";
    if (one_in(8)) r.licenses[0].expires = day("2014-01-01");
    if (one_in(4))
      r.specialties = r.boards.empty() ? std::vector<std::string>{} : std::vector<std::string>{"Neurology"};
    r.load = static_cast<int>(random() % 11);
    for (auto n = random() % 3; n > 0; --n)
      r.interests.push_back({parties[random() % 7], kinds[random() % 4], relations[random() % 7],
                             one_in(2) ? std::optional(static_cast<double>(random() % 9)) : std::nullopt});
    roster.reviewers.push_back(std::move(r));
  }
  return roster;
}

std::string whole(const Slate& slate) {
  std::string text;
  for (const auto& entry : slate.slate) text += entry.id + ":" + testing::PrintToString(entry.reasons) + "\n";
  for (const auto& each : slate.excluded) {
    text += each.id;
    for (const auto& reason : each.reasons) text += "|" + reason.rule + reason.party + reason.text;
    text += "\n";
  }
  return text + testing::PrintToString(slate.warnings);
}

} // namespace

TEST(Slate, DoesNotDependOnTheOrderOfTheRoster) {
  std::mt19937 random(6);
  for (int round = 0; round < 40; ++round) {
    Roster roster = random_roster(random, 12);
    const std::string before = whole(slate_of(roster));
    std::shuffle(roster.reviewers.begin(), roster.reviewers.end(), random);
    ASSERT_EQ(whole(slate_of(roster)), before);
  }
}

TEST(Slate, AFurtherTieNeverAdmitsAnybody) {
  std::mt19937 random(7);
  const auto admitted = [](const Slate& slate) {
    std::set<std::string> ids;
    for (const auto& entry : slate.slate) ids.insert(entry.id);
    return ids;
  };
  for (int round = 0; round < 40; ++round) {
    Roster roster = random_roster(random, 12);
    const auto before = admitted(slate_of(roster));
    const Roster more = random_roster(random, 12);
    for (std::size_t i = 0; i < roster.reviewers.size(); ++i)
      for (const Interest& interest : more.reviewers[i].interests) roster.reviewers[i].interests.push_back(interest);
    for (const std::string& id : admitted(slate_of(roster))) ASSERT_TRUE(before.contains(id)) << id;
  }
}

TEST(Attestations, OneForEveryParty) {
  const Application papers = application();
  std::vector<records::PartyAttestation> attestations;
  EXPECT_EQ(check_attestations(papers, {}, book()).missing.size(), 16U);
  for (const CaseParty& each : case_parties(papers)) attestations.push_back({each.name, "none"});
  EXPECT_TRUE(check_attestations(papers, attestations, book()).is_complete());
  attestations[1].party = "EXAMPLE FREIGHT"; // another spelling
  attestations[2].conflict = "employed there until 2010";
  attestations.back().party = "Stranger LLC";
  const AttestationCheck check = check_attestations(papers, attestations, book());
  EXPECT_FALSE(check.is_complete());
  EXPECT_THAT(check.missing, testing::ElementsAre("Beatrix Pretendry"));
  EXPECT_THAT(check.conflicts, testing::ElementsAre("Example Claims Services: employed there until 2010"));
  EXPECT_THAT(check.unknown, testing::ElementsAre("Stranger LLC"));
}

namespace {

/// The parties of an example case, read without the intake room.
Application example(const std::string& folder) {
  const auto file = text::DataFile::read(OPENIMR_SOURCE_DIR "/examples/cases/" + folder + "/application.yaml");
  if (!file) return {};
  text::Reader reader(*file);
  const text::Value root = reader.root();
  Application a;
  const auto read = [](const text::Value& value) {
    return party(value["name"].string(), value["specialty"].string(), value["group"].string());
  };
  const auto read_all = [&](const text::Value& value) {
    std::vector<records::Party> all;
    for (const auto& each : value.list()) all.push_back(read(each));
    return all;
  };
  a.employee = party(root["employee"]["name"]["first"].string() + " " + root["employee"]["name"]["last"].string());
  a.claim_number = root["claim"]["number"].string();
  a.employer = read(root["employer"]);
  a.claims_administrator = read(root["claims_administrator"]);
  a.insurer = read(root["insurer"]);
  a.manufacturers = read_all(root["manufacturers"]);
  a.facilities = read_all(root["facilities"]);
  a.requesting_physician = read(root["requesting_physician"]);
  a.treating_physicians = read_all(root["treating_physicians"]);
  a.ur_decision.organization = root["ur_decision"]["organization"].string();
  for (const auto& item : root["disputed_items"].list()) {
    a.disputed_items.emplace_back();
    a.disputed_items.back().id = item["id"].string();
    a.disputed_items.back().text = item["text"].string();
  }
  return a;
}

std::string ids_on(const Slate& slate) {
  std::string text;
  for (const auto& entry : slate.slate) text += entry.id + " ";
  return text;
}

std::string rules_of(const Slate& slate, std::string_view id) {
  std::string text;
  for (const auto& each : slate.excluded)
    if (each.id == id)
      for (const auto& reason : each.reasons) text += reason.rule + " ";
  return text;
}

} // namespace

TEST(Slate, OfTheExamples) {
  const auto roster = read_roster(OPENIMR_SOURCE_DIR "/examples/rosters/small.yaml");
  ASSERT_TRUE(roster) << roster.error().message();
  const Slate first = slate_of(*roster, example("ketamine-morphine-baclofen"), day("2015-02-20"));
  EXPECT_EQ(ids_on(first), "R02 R01 R03 ");
  EXPECT_EQ(first.excluded.size(), 9U);
  EXPECT_EQ(rules_of(first, "R04"), "B-C1 B-C5 ");
  EXPECT_EQ(rules_of(first, "R05"), "capacity ");
  EXPECT_EQ(rules_of(first, "R06"), "B-C8 ");
  EXPECT_EQ(rules_of(first, "R07"), "licence_unrestricted ");
  EXPECT_EQ(rules_of(first, "R08"), "licence_unrestricted no_sanctions ");
  EXPECT_EQ(rules_of(first, "R09"), "board_current ");
  EXPECT_EQ(rules_of(first, "R10"), "no_sanctions ");
  EXPECT_EQ(rules_of(first, "R11"), "practice_more_than_years practice_hours_per_week ");
  EXPECT_THAT(rules_of(first, "R12"), testing::HasSubstr("licence_scope"));
  const Slate second = slate_of(*roster, example("ketamine-cream-continued"), day("2014-02-10"));
  EXPECT_EQ(ids_on(second), "R02 R01 R03 R04 R07 ");
  EXPECT_EQ(rules_of(second, "R05"), "capacity B-C9 ");
  EXPECT_EQ(rules_of(second, "R06"), "B-C11 ");
  EXPECT_EQ(rules_of(second, "R09"), "leave ");
  EXPECT_EQ(rules_of(second, "R10"), "no_qme ");
}

} // namespace openimr::reviewers
