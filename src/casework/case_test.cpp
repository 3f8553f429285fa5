// Events as bytes, the table of transitions, and what stories cannot reach.
#include "casework/case.h"
#include "casework/event_json.h"

#include <gmock/gmock.h>
#include <random>

namespace openimr::casework {
namespace {

using ::testing::HasSubstr;

CaseEvent event(What what, std::string role = "coordinator") {
  return {*Instant::parse_iso("2015-01-16T18:02:00Z"),
          *Date::parse_iso("2015-01-16"),
          *Instant::parse_iso("2015-01-17T00:00:00Z"),
          "c.rivera",
          std::move(role),
          "LC 1",
          std::move(what)};
}

std::string bytes(const CaseEvent& one) {
  const auto written = to_bytes(one);
  EXPECT_TRUE(written) << written.error().message();
  return written ? *written : "";
}

TEST(Event, HasOneWayToBeWritten) {
  EXPECT_EQ(bytes(event(Assigned{"Example \"IMRO\"\n"})),
            "{\"at\":\"2015-01-16T18:02:00Z\",\"by\":\"c.rivera\",\"kind\":\"assigned\",\"on\":\"2015-01-16\","
            "\"recorded\":\"2015-01-17T00:00:00Z\","
            "\"role\":\"coordinator\",\"rule\":\"LC 1\",\"schema\":1,\"what\":{\"organization\":\"Example "
            "\\\"IMRO\\\"\\n\"}}");
}

TEST(Event, OfEveryKindComesBackAsItWas) {
  for (const std::string& kind : event_kinds()) {
    const std::string written = bytes(event(*what_of_kind(kind)));
    const auto back = event_from_bytes(written);
    ASSERT_TRUE(back) << kind << ": " << back.error().message();
    EXPECT_EQ(kind_of(back->what), kind);
    EXPECT_EQ(bytes(*back), written);
  }
  const Screened screened{.outcome = "eligible",
                          .converted_on = *Date::parse_iso("2015-02-01"),
                          .items = {{"1", "ineligible", {"LATE"}, "", true}, {"2", "eligible", {}, "CM1", false}}};
  const std::string written = bytes(event(screened));
  EXPECT_EQ(bytes(*event_from_bytes(written)), written);
}

TEST(Event, IsReadAsItIsWrittenOnly) {
  const std::string good = bytes(event(Assigned{"x"}));
  const auto changed = [&](const std::string& old, const std::string& with) {
    std::string other = good;
    other.replace(other.find(old), old.size(), with);
    const auto back = event_from_bytes(other);
    EXPECT_FALSE(back) << other;
    if (!back) {
      EXPECT_EQ(back.error().kind, ErrorKind::Storage);
    }
    return back ? "" : back.error().message();
  };
  EXPECT_THAT(changed("\"schema\":1", "\"schema\":2"), HasSubstr("schema: found 2, expected 1"));
  EXPECT_THAT(changed("\"kind\":\"assigned\"", "\"kind\":\"vanished\""), HasSubstr("\"vanished\""));
  EXPECT_THAT(changed("\"organization\":\"x\"", "\"organization\":\"x\",\"z\":1"),
              HasSubstr("z: found a key that is not known"));
  EXPECT_THAT(changed("\"organization\":\"x\"", ""), HasSubstr("organization: found nothing"));
  EXPECT_THAT(changed("\"organization\":\"x\"", "\"organization\":7"), HasSubstr("found 7, expected a text"));
  EXPECT_THAT(changed("\"organization\":\"x\"", "\"organization\":\"y\",\"organization\":\"x\""),
              HasSubstr("another way to write"));
  EXPECT_THAT(changed("\"role\":\"coordinator\",", ""), HasSubstr("role: found nothing"));
  EXPECT_THAT(changed("\"on\":\"2015-01-16\"", "\"on\":\"2015-02-30\""), HasSubstr("expected 2015-01-16T18:02:00Z"));
  changed("{\"at\"", "{ \"at\"");
  changed("\"by\":\"c.rivera\",", "\"x\":1,\"by\":\"c.rivera\",");
  EXPECT_FALSE(event_from_bytes(""));
  EXPECT_FALSE(event_from_bytes("[]"));
  EXPECT_FALSE(event_from_bytes(std::string(100'000, '[')));
}

TEST(Event, OfBrokenBytesIsRefused) {
  std::mt19937 chance(5);
  const std::string good =
      bytes(event(Corrected{.what = "a name", .determination = "ab", .recipients = {"Ada Example"}}));
  for (int i = 0; i < 20'000; ++i) {
    std::string other = good;
    for (auto n = chance() % 3 + 1; n > 0; --n) other[chance() % other.size()] = static_cast<char>(chance());
    const auto back = event_from_bytes(other);
    if (back) {
      EXPECT_EQ(bytes(*back), other);
    }
  }
}

TEST(Event, IsNotWrittenWithoutUtf8) {
  const auto written = to_bytes(event(Noted{"a\xff"
                                            "b"}));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message(),
            "event noted: found text that is not UTF-8, expected UTF-8; convert the file or the argument it came from");
}

TEST(Event, TakesFieldsFromWords) {
  What what = OpinionRecorded{};
  EXPECT_TRUE(set_field(what, "decisions", "CM15-0000002/1:upheld"));
  EXPECT_EQ(std::get<OpinionRecorded>(what).decisions.front().id, "CM15-0000002/1");
  EXPECT_FALSE(set_field(what, "decisions", "upheld"));
  EXPECT_THAT(set_field(what, "reviwer", "R1").error().message(), HasSubstr("did you mean \"reviewer\"?"));
  what = ExtensionGranted{};
  EXPECT_FALSE(set_field(what, "days", "3 days"));
  what = RecordsReceived{};
  EXPECT_FALSE(set_field(what, "complete", "yes"));
  what = PartyChanged{};
  EXPECT_THAT(set_field(what, "effective_on", "2/1/2015").error().message(),
              HasSubstr("expected a day such as 2015-01-16"));
}

TEST(Transitions, HaveOneRowForEveryKind) {
  EXPECT_EQ(transitions().size(), event_kinds().size());
  for (const std::string& kind : event_kinds()) {
    ASSERT_NE(transition_of(kind), nullptr) << kind;
    EXPECT_NE(transition_of(kind)->from, 0u) << kind;
    EXPECT_FALSE(may("auditor", kind)) << kind;
    EXPECT_FALSE(may("", kind)) << kind;
  }
  for (const char* kind : {"opinion_recorded", "opinion_signed", "reviewer_attested"})
    for (const char* role : {"coordinator", "medical_director", "administrator", "intake", "publisher", "compliance"})
      EXPECT_FALSE(may(role, kind)) << role << " " << kind;
}

Received received() {
  Received what{.number = "CM15-0000001", .jurisdiction = "us-ca-wc"};
  what.parties = {{"employee", "Ada Example"}, {"claims_administrator", "Example Claims"}, {"facility", "One"}};
  what.items = {{"1", "MRI"}, {"2", "Therapy"}};
  return what;
}

Case under_review(int reviewers = 1) {
  std::vector<CaseEvent> history = {
      event(received()),
      event(Screened{.outcome = "eligible",
                     .items = {{"1", "eligible", {}, "", false}, {"2", "eligible", {}, "", false}}}),
      event(Assigned{"IMRO"})};
  if (reviewers > 1) history.push_back(event(PanelApproved{reviewers, "AD-1", "rare"}));
  for (int i = 1; i <= reviewers; ++i) history.push_back(event(ReviewerProposed{"R" + std::to_string(i), "fits"}));
  for (int i = 1; i <= reviewers; ++i)
    history.push_back(event(ReviewerAttested{"R" + std::to_string(i),
                                             {{"Ada Example", "none"}, {"Example Claims", "none"}, {"One", "none"}}},
                            "reviewer"));
  const auto state = replay(history);
  EXPECT_TRUE(state) << state.error().message();
  return *state;
}

TEST(Apply, SaysWhatItFoundAndByWhichLawItRefuses) {
  const auto refused = apply(under_review(), event(Issued{.determination = "ab"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
  EXPECT_EQ(refused.error().message(), "case CM15-0000001, issued on 2015-01-16: found a case that is under_review, "
                                       "expected it once quality review has passed; rule: LC 4610.6(e),(f)");
  auto early = event(Noted{"x"});
  early.recorded = *Instant::parse_iso("2015-01-01T00:00:00Z");
  EXPECT_FALSE(apply(under_review(), early));
}

TEST(Apply, DecidesByMajorityAndAnEvenSplitProvidesTheService) {
  Case state = under_review(2);
  EXPECT_EQ(state.status, Status::UnderReview);
  state = *apply(state, event(OpinionRecorded{"R1", "a", {{"1", "upheld"}, {"2", "upheld"}}}, "reviewer"));
  EXPECT_EQ(state.status, Status::UnderReview);
  state = *apply(state, event(OpinionRecorded{"R2", "b", {{"1", "overturned"}, {"2", "upheld"}}}, "reviewer"));
  EXPECT_EQ(state.status, Status::Opined);
  EXPECT_EQ(state.resolved_decision("1"), "overturned");
  EXPECT_EQ(state.resolved_decision("2"), "upheld");
}

TEST(Apply, AttestationNamesEverybodyOfTheDay) {
  Case state = under_review();
  auto changed = event(PartyChanged{"facility", "Two", *Date::parse_iso("2015-01-10")});
  state = *apply(state, changed);
  EXPECT_THAT(state.parties_on(*Date::parse_iso("2015-01-16")),
              ::testing::ElementsAre("Ada Example", "Example Claims", "One", "Two"));
  changed = event(PartyChanged{"claims_administrator", "Successor", *Date::parse_iso("2015-02-01")});
  state = *apply(state, changed);
  EXPECT_EQ(state.party_on("claims_administrator", *Date::parse_iso("2015-01-31")), "Example Claims");
  EXPECT_EQ(state.party_on("claims_administrator", *Date::parse_iso("2015-02-01")), "Successor");
  const auto refused = apply(state, event(ReviewerAttested{"R1", {{"Ada Example", "none"}}}, "reviewer"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("no word on Example Claims"));
  const auto conflict = apply(state, event(ReviewerAttested{"R1", {{"Ada Example", "sibling"}}}, "reviewer"));
  EXPECT_THAT(conflict.error().message(), HasSubstr("a conflict with Ada Example: sibling"));
}

TEST(Apply, TheWorkerPaysNothing) {
  Case state = under_review();
  const auto refused = apply(state, event(Invoiced{"I-1", "regular", "Ada Example", 42000}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("the worker pays nothing"));
  state = *apply(state, event(Invoiced{"I-1", "regular", "Example Claims", 42000}));
  EXPECT_FALSE(apply(state, event(Credited{"I-1", "ended early", 42001})));
  state = *apply(state, event(Credited{"I-1", "ended early", 26000}));
  EXPECT_EQ(state.invoices.at("I-1"), 16000);
}

TEST(Apply, AnItemThatEndsAloneLeavesTheOthers) {
  Case state = under_review();
  state = *apply(state, event(OpinionRecorded{"R1", "a", {{"1", "upheld"}, {"2", "upheld"}}}, "reviewer"));
  state = *apply(state, event(Terminated{"authorized", {"2"}, "authorized"}));
  EXPECT_EQ(state.status, Status::UnderReview); // the opinion answered an item that is no longer asked
  EXPECT_FALSE(apply(state, event(OpinionRecorded{"R1", "a", {{"1", "upheld"}, {"2", "upheld"}}}, "reviewer")));
  state = *apply(state, event(Terminated{"settlement_or_award", {"1"}, "award of 1 March"}));
  EXPECT_EQ(name(*state.outcome), "TERMINATED_SETTLEMENT_OR_AWARD");
}

} // namespace
} // namespace openimr::casework
