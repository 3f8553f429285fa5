// Complaints and second reviews in the history of a case, what a blinded view leaves out, and the order of hours.
#include "casework/case.h"
#include "casework/event_json.h"

#include <gmock/gmock.h>

namespace openimr::casework {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A history that grows; every event is applied as the desk applies it.
class History {
public:
  /// moment: "2014-02-10", or "2014-02-10T15:20:00-08:00" where the hour is known.
  Result<Done> add(What what, const std::string& moment, std::string role = "coordinator") {
    CaseEvent event{
        {}, {}, *Instant::parse_iso("2014-12-31T00:00:00Z"), "somebody", std::move(role), "", std::move(what)};
    event.on = *Date::parse_iso(moment.substr(0, 10));
    event.at = moment.size() > 10 ? *Instant::parse_iso(moment) : some_time_on(event.on);
    if (auto fits = fits_in_time(state, event); !fits) return fits;
    auto next = apply(state, event);
    if (!next) return next.error();
    state = std::move(*next);
    events.push_back(std::move(event));
    return Done{};
  }
  void must(What what, const std::string& moment, std::string role = "coordinator") {
    const auto done = add(std::move(what), moment, std::move(role));
    ASSERT_TRUE(done) << done.error().message();
  }
  /// Why it may not happen; empty when it may.
  std::string refusal(What what, const std::string& moment, std::string role = "coordinator") {
    const auto done = add(std::move(what), moment, std::move(role));
    return done ? "" : done.error().message();
  }

  Case state;
  std::vector<CaseEvent> events;
};

std::vector<Attestation> none() { return {{"Test Oak", "none"}, {"Example Claims", "none"}}; }

History under_review() {
  History one;
  one.must(Received{.number = "CM14-1",
                    .jurisdiction = "us-ca-wc",
                    .employee_first = "Test",
                    .employee_last = "Oak",
                    .parties = {{"employee", "Test Oak"}, {"claims_administrator", "Example Claims"}},
                    .items = {{"1", "Lumbar MRI"}, {"2", "Gabapentin"}},
                    .application = "x"},
           "2014-02-10");
  one.must(Screened{.outcome = "eligible", .items = {{"1", "eligible"}, {"2", "eligible"}}, .pack = "p"}, "2014-02-11");
  one.must(Assigned{"Example IMRO"}, "2014-02-12");
  one.must(RecordsReceived{"claims_administrator", {"ab records.pdf"}, true}, "2014-02-20");
  one.must(ReviewerProposed{"R02", "fits"}, "2014-02-21");
  one.must(ReviewerAttested{"R02", none()}, "2014-02-22T09:00:00-08:00", "reviewer");
  return one;
}

History determined() {
  History one = under_review();
  one.must(OpinionRecorded{"R02", "ab", {{"1", "upheld"}, {"2", "overturned"}}}, "2014-03-01T10:00:00-08:00",
           "reviewer");
  one.must(OpinionSigned{"R02", "hash", "key"}, "2014-03-01T11:00:00-08:00", "reviewer");
  one.must(QualityPassed{}, "2014-03-02", "medical_director");
  one.must(Issued{.determination = "cd",
                  .recipients = {"Test Oak", "Example Claims"},
                  .decisions = {{"1", "upheld"}, {"2", "overturned"}},
                  .due_on = {}},
           "2014-03-03");
  return one;
}

Complained complaint(std::string id, std::string letter) {
  return {std::move(id), "employee", "reasons", "Nobody said why.", {"2"}, std::move(letter)};
}

TEST(Complaint, KnowsTheLetterThatWasInForce) {
  History one = determined();
  EXPECT_THAT(one.refusal(complaint("C1", ""), "2014-03-10"), HasSubstr("another letter than the one in force"));
  one.must(complaint("C1", "cd"), "2014-03-10");
  EXPECT_THAT(one.refusal(complaint("C1", "cd"), "2014-03-11"), HasSubstr("C1 a second time"));
  ASSERT_EQ(one.state.complaints.size(), 1u);
  EXPECT_EQ(one.state.complaints[0].determination, "cd");
  EXPECT_EQ(one.state.status, Status::Determined);
}

TEST(Complaint, IsAnsweredBeforeItIsClosedAsAnswered) {
  History one = determined();
  one.must(complaint("C1", "cd"), "2014-03-10");
  EXPECT_THAT(one.refusal(ComplaintClosed{"C1", "answered", ""}, "2014-03-12", "compliance"), HasSubstr("no answer"));
  EXPECT_THAT(one.refusal(ComplaintAnswered{"C1", "founded", "True.", ""}, "2014-03-12", "compliance"),
              HasSubstr("remedy"));
  EXPECT_THAT(one.refusal(ComplaintAnswered{"C9", "unfounded", "No.", ""}, "2014-03-12", "compliance"),
              HasSubstr("\"C9\""));
  EXPECT_THAT(one.refusal(ComplaintAnswered{"C1", "unfounded", "No.", ""}, "2014-03-09", "compliance"),
              HasSubstr("a day before complained"));
  one.must(ComplaintAnswered{"C1", "unfounded", "No.", ""}, "2014-03-12", "compliance");
  EXPECT_THAT(one.refusal(ComplaintClosed{"C1", "referred", ""}, "2014-03-13", "compliance"), HasSubstr("to"));
  one.must(ComplaintClosed{"C1", "answered", ""}, "2014-03-13", "compliance");
  EXPECT_THAT(one.refusal(ComplaintAnswered{"C1", "founded", "x", "y"}, "2014-03-14", "compliance"),
              HasSubstr("closed on"));
  EXPECT_THAT(one.refusal(ComplaintClosed{"C1", "withdrawn", ""}, "2014-03-14", "auditor"), HasSubstr("auditor"));
}

TEST(SecondReview, ChangesNothingOfTheCase) {
  History one = determined();
  const Case before = one.state;
  EXPECT_THAT(one.refusal(DuplicateDrawn{"D1", "R02", "7"}, "2014-04-01", "compliance"), HasSubstr("had a part in it"));
  one.must(DuplicateDrawn{"D1", "R05", "7"}, "2014-04-01", "compliance");
  EXPECT_THAT(one.refusal(DuplicateDrawn{"D2", "R05", "7"}, "2014-04-01", "compliance"),
              HasSubstr("each reviewer once"));
  const DuplicateDecided answer{"D1", "R05", {{"1", "upheld"}, {"2", "upheld"}}, "seen"};
  EXPECT_THAT(one.refusal(answer, "2014-04-03", "reviewer"), HasSubstr("has not attested"));
  EXPECT_THAT(one.refusal(DuplicateAttested{"D1", "R05", {{"Test Oak", "none"}}}, "2014-04-02", "reviewer"),
              HasSubstr("no word on Example Claims"));
  one.must(DuplicateAttested{"D1", "R05", none()}, "2014-04-02", "reviewer");
  EXPECT_THAT(one.refusal(DuplicateDecided{"D1", "R05", {{"1", "upheld"}}, "seen"}, "2014-04-03", "reviewer"),
              HasSubstr("exactly the 2 items"));
  EXPECT_THAT(one.refusal(DuplicateDecided{"D1", "R06", answer.decisions, "seen"}, "2014-04-03", "reviewer"),
              HasSubstr("drawn for this reviewer"));
  one.must(answer, "2014-04-03", "reviewer");
  EXPECT_THAT(one.refusal(answer, "2014-04-04", "reviewer"), HasSubstr("decided already"));
  EXPECT_EQ(one.state.status, before.status);
  EXPECT_EQ(one.state.outcome, before.outcome);
  EXPECT_EQ(one.state.items[1].decision, "overturned");
  EXPECT_EQ(one.state.duplicates[0].first.at("2"), "overturned");
  EXPECT_EQ(one.state.duplicates[0].decisions.at("2"), "upheld");
}

TEST(SecondReview, IsOfDeterminedCasesOnly) {
  History one = under_review();
  EXPECT_THAT(one.refusal(DuplicateDrawn{"D1", "R05", "7"}, "2014-04-01", "compliance"),
              HasSubstr("after the determination was issued"));
}

TEST(BlindedView, TellsOfPapersAndOfNobodysAnswer) {
  History one = determined();
  one.must(complaint("C1", "cd"), "2014-03-10");
  one.must(DuplicateDrawn{"D1", "R05", "7"}, "2014-04-01", "compliance");
  const Case seen = blinded(one.events);
  EXPECT_EQ(seen.number, "CM14-1");
  EXPECT_EQ(seen.items.size(), 2u);
  EXPECT_TRUE(seen.are_records_complete);
  EXPECT_EQ(seen.status, Status::Assigned);
  EXPECT_FALSE(seen.outcome);
  EXPECT_TRUE(seen.reviewers.empty() && seen.complaints.empty() && seen.duplicates.empty());
  EXPECT_TRUE(seen.determination.empty());
  std::vector<std::string> kinds;
  for (const auto& each : blinded_history(one.events)) {
    kinds.emplace_back(kind_of(each.what));
    EXPECT_THAT(*to_bytes(each), Not(HasSubstr("overturned")));
    EXPECT_THAT(*to_bytes(each), Not(HasSubstr("R02")));
  }
  EXPECT_THAT(kinds, ElementsAre("received", "screened", "assigned", "records_received"));
}

TEST(Hours, OfOneDayAreComparedWhereBothAreKnown) {
  History one = under_review();
  const OpinionRecorded opinion{"R02", "ab", {{"1", "upheld"}, {"2", "overturned"}}};
  EXPECT_THAT(
      one.refusal(opinion, "2014-02-22T08:59:00-08:00", "reviewer"),
      AllOf(HasSubstr("a moment before reviewer_attested at 2014-02-22T17:00:00Z"), HasSubstr("LC 139.5(d)(5)")));
  EXPECT_EQ(one.refusal(opinion, "2014-02-22T09:00:00-08:00", "reviewer"), "");
}

TEST(Hours, ThatNobodyToldRefuseNothing) {
  History one = under_review();
  EXPECT_EQ(one.refusal(OpinionRecorded{"R02", "ab", {{"1", "upheld"}, {"2", "overturned"}}}, "2014-02-22", "reviewer"),
            "");
  EXPECT_EQ(one.refusal(OpinionSigned{"R02", "hash", "key"}, "2014-02-22T07:00:00-08:00", "reviewer"), "");
}

TEST(Hours, OfTheTableAreComparedToo) {
  History one = under_review();
  one.must(OpinionRecorded{"R02", "ab", {{"1", "upheld"}, {"2", "upheld"}}}, "2014-03-01T10:00:00-08:00", "reviewer");
  one.must(OpinionSigned{"R02", "hash", "key"}, "2014-03-01T11:00:00-08:00", "reviewer");
  EXPECT_THAT(one.refusal(QualityPassed{}, "2014-03-01T10:30:00-08:00", "medical_director"),
              HasSubstr("a moment before opinion_signed"));
  EXPECT_EQ(one.refusal(QualityPassed{}, "2014-03-01T11:30:00-08:00", "medical_director"), "");
}

} // namespace
} // namespace openimr::casework
