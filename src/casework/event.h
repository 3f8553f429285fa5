// CaseEvent: one thing that happened to a case; the history of a case is a list of them and nothing else.
//
// The list of kinds is closed (`What`). Each kind names its fields once, in `fields()`; writing, strict reading and
// filling from a command line all go through that one place, so a new field cannot be forgotten in one of them.
//
//   CaseEvent event{.at = moment, .on = day, .by = "c.rivera", .role = "coordinator", .what = Assigned{"Example
//   IMRO"}}; auto next = apply(case_so_far, event);     // casework/case.h
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace openimr::casework {

// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are names of members
/// The fields of a kind in the order of its members; the visitor gets ("name", member) for each.
#define OPENIMR_FIELD(member) visit(#member, self.member);
/// A field that came later: empty it is not written, so that what was written before it existed stays as it is.
#define OPENIMR_LATER_FIELD(member) visit(#member, self.member, Later{});
#define OPENIMR_FIELDS(...)                                                                                            \
  template <class Self, class Visit> static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) { \
    __VA_ARGS__                                                                                                        \
  }
// NOLINTEND(bugprone-macro-parentheses)

struct Later {}; ///< tells the visitor of OPENIMR_LATER_FIELD

/// A party by the part it has: employee, employer, claims_administrator, requesting_physician, … as
/// reviewers/case_parties.h names them.
struct NamedParty {
  std::string role = {}, name = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(role) OPENIMR_FIELD(name))
};

/// A disputed item as the application has it.
struct ReceivedItem {
  std::string id = {}, text = {}, ur_outcome = "denied";
  OPENIMR_FIELDS(OPENIMR_FIELD(id) OPENIMR_FIELD(text) OPENIMR_FIELD(ur_outcome))
};

struct ScreenedItem {
  std::string id = {}, outcome = {};     ///< eligible | ineligible | duplicate | deferred
  std::vector<std::string> reasons = {}; ///< codes of law.md A-ELG-06
  std::string duplicate_of = {};
  bool is_formulary = false;
  OPENIMR_FIELDS(OPENIMR_FIELD(id) OPENIMR_FIELD(outcome) OPENIMR_FIELD(reasons) OPENIMR_FIELD(duplicate_of)
                     OPENIMR_FIELD(is_formulary))
};

struct Attestation {
  std::string party = {}, conflict = "none";
  OPENIMR_FIELDS(OPENIMR_FIELD(party) OPENIMR_FIELD(conflict))
};

struct ItemDecision {
  std::string id = {}, decision = {}; ///< upheld | overturned
  OPENIMR_FIELDS(OPENIMR_FIELD(id) OPENIMR_FIELD(decision))
};

// ------------------------------------------------------------------------------------------------- intake and
// screening

struct Received {
  static constexpr std::string_view kind = "received";
  std::string number = {}, jurisdiction = {}, channel = "mail", review = "regular";
  std::string employee_first = {}, employee_last = {};
  std::optional<Date> date_of_birth = {};
  std::string claim_number = {}, adjudication_number = {};
  std::optional<Date> date_of_injury = {}, ur_decided_on = {}, ur_served_on = {};
  std::string ur_served_by = "mail", ur_served_to = "in-state";
  std::vector<NamedParty> parties = {};
  std::vector<ReceivedItem> items = {};
  std::string application = {}; ///< application.yaml word for word, so that a screening can be made again
  OPENIMR_FIELDS(OPENIMR_FIELD(number) OPENIMR_FIELD(jurisdiction) OPENIMR_FIELD(channel) OPENIMR_FIELD(review)
                     OPENIMR_FIELD(employee_first) OPENIMR_FIELD(employee_last) OPENIMR_FIELD(date_of_birth)
                         OPENIMR_FIELD(claim_number) OPENIMR_FIELD(adjudication_number) OPENIMR_FIELD(date_of_injury)
                             OPENIMR_FIELD(ur_decided_on) OPENIMR_FIELD(ur_served_on) OPENIMR_FIELD(ur_served_by)
                                 OPENIMR_FIELD(ur_served_to) OPENIMR_FIELD(parties) OPENIMR_FIELD(items)
                                     OPENIMR_FIELD(application))
};

/// The eligibility finding, item by item (casework/eligibility.h computes it).
struct Screened {
  static constexpr std::string_view kind = "screened";
  std::string outcome = {}, review = "regular"; ///< eligible | partly_eligible | ineligible | deferred
  std::optional<Date> converted_on = {};        ///< a certificate after filing made it expedited
  bool is_formulary_case = false;
  std::vector<ScreenedItem> items = {};
  std::string pack = {}; ///< edition and hash of the law that was applied
  OPENIMR_FIELDS(OPENIMR_FIELD(outcome) OPENIMR_FIELD(review) OPENIMR_FIELD(converted_on)
                     OPENIMR_FIELD(is_formulary_case) OPENIMR_FIELD(items) OPENIMR_FIELD(pack))
};

struct Deferred {
  static constexpr std::string_view kind = "deferred";
  std::string reason = {}; ///< why liability is disputed
  OPENIMR_FIELDS(OPENIMR_FIELD(reason))
};

struct Resumed {
  static constexpr std::string_view kind = "resumed";
  std::string why = {}; ///< resolution_notice | agreement | board_finding
  std::optional<Date> notice_on = {};
  std::string notice_by = "mail", notice_to = "in-state";
  OPENIMR_FIELDS(OPENIMR_FIELD(why) OPENIMR_FIELD(notice_on) OPENIMR_FIELD(notice_by) OPENIMR_FIELD(notice_to))
};

/// The authority looks at an ineligible finding again.
struct Reopened {
  static constexpr std::string_view kind = "reopened";
  std::string reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reason))
};

struct DuplicateFound {
  static constexpr std::string_view kind = "duplicate_found";
  std::string of = {}; ///< number of the surviving case
  OPENIMR_FIELDS(OPENIMR_FIELD(of))
};

/// This case goes on inside of another one.
struct Consolidated {
  static constexpr std::string_view kind = "consolidated";
  std::string into = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(into))
};

/// The other side of Consolidated: items of another application are decided here.
struct Joined {
  static constexpr std::string_view kind = "joined";
  std::string from = {};
  std::vector<ReceivedItem> items = {}; ///< ids carry the other case's number before a slash
  std::vector<NamedParty> parties = {}; ///< of the other case
  std::string application = {};         ///< its application.yaml word for word
  OPENIMR_FIELDS(OPENIMR_FIELD(from) OPENIMR_FIELD(items) OPENIMR_LATER_FIELD(parties) OPENIMR_LATER_FIELD(application))
};

struct InformationAsked {
  static constexpr std::string_view kind = "information_asked";
  std::string purpose = "eligibility", of = {}, what = {}; ///< purpose: eligibility | review
  std::vector<std::string> copied_to = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(purpose) OPENIMR_FIELD(of) OPENIMR_FIELD(what) OPENIMR_FIELD(copied_to))
};

struct InformationAnswered {
  static constexpr std::string_view kind = "information_answered";
  std::string from = {}, what = {};
  std::vector<std::string> copied_to = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(from) OPENIMR_FIELD(what) OPENIMR_FIELD(copied_to))
};

// ---------------------------------------------------------------------------------------------------- papers and
// notices

struct Assigned {
  static constexpr std::string_view kind = "assigned";
  std::string organization = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(organization))
};

struct NoticeSent {
  static constexpr std::string_view kind = "notice_sent";
  std::string notice = {}; ///< assignment | ineligible | deferral | expedited | termination | other
  std::string served_by = "mail", served_to = "in-state";
  std::vector<std::string> recipients = {}; ///< names of parties
  std::vector<std::string> unreached = {};  ///< who could not be served yet: nobody knows an address
  OPENIMR_FIELDS(OPENIMR_FIELD(notice) OPENIMR_FIELD(served_by) OPENIMR_FIELD(served_to) OPENIMR_FIELD(recipients)
                     OPENIMR_LATER_FIELD(unreached))
};

/// Proof that a notice or the determination reached somebody; the event's day is the day of receipt.
struct NoticeServed {
  static constexpr std::string_view kind = "notice_served";
  std::string notice = {}, recipient = {}, proof = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(notice) OPENIMR_FIELD(recipient) OPENIMR_FIELD(proof))
};

struct RecordsRequested {
  static constexpr std::string_view kind = "records_requested";
  std::string of = {}, what = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(of) OPENIMR_FIELD(what))
};

struct RecordsReceived {
  static constexpr std::string_view kind = "records_received";
  std::string from = {};
  std::vector<std::string> documents = {}; ///< "SHA-256 file name" each
  bool complete = false;                   ///< nothing more is to come from the claims administrator
  OPENIMR_FIELDS(OPENIMR_FIELD(from) OPENIMR_FIELD(documents) OPENIMR_FIELD(complete))
};

/// Nothing (more) came in time: the review goes on with what is there.
struct RecordsClosed {
  static constexpr std::string_view kind = "records_closed";
  std::string reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reason))
};

// ------------------------------------------------------------------------------------------------------ review and
// answer

struct FactsComputed {
  static constexpr std::string_view kind = "facts_computed";
  std::string receipt = {};
  int facts = 0;
  OPENIMR_FIELDS(OPENIMR_FIELD(receipt) OPENIMR_FIELD(facts))
};

struct FindingsComputed {
  static constexpr std::string_view kind = "findings_computed";
  std::string receipt = {};
  int findings = 0;
  OPENIMR_FIELDS(OPENIMR_FIELD(receipt) OPENIMR_FIELD(findings))
};

/// The authority allows more than one reviewer.
struct PanelApproved {
  static constexpr std::string_view kind = "panel_approved";
  int reviewers = 0;
  std::string approval = {}, reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reviewers) OPENIMR_FIELD(approval) OPENIMR_FIELD(reason))
};

struct ReviewerProposed {
  static constexpr std::string_view kind = "reviewer_proposed";
  std::string reviewer = {}, reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reviewer) OPENIMR_FIELD(reason))
};

struct ReviewerAttested {
  static constexpr std::string_view kind = "reviewer_attested";
  std::string reviewer = {};
  std::vector<Attestation> attestations = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reviewer) OPENIMR_FIELD(attestations))
};

struct ReviewerRecused {
  static constexpr std::string_view kind = "reviewer_recused";
  std::string reviewer = {}, reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reviewer) OPENIMR_FIELD(reason))
};

struct OpinionRecorded {
  static constexpr std::string_view kind = "opinion_recorded";
  std::string reviewer = {}, opinion = {}; ///< opinion: SHA-256 of opinion.yaml
  std::vector<ItemDecision> decisions = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reviewer) OPENIMR_FIELD(opinion) OPENIMR_FIELD(decisions))
};

struct OpinionSigned {
  static constexpr std::string_view kind = "opinion_signed";
  std::string reviewer = {}, content_hash = {}, public_key = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reviewer) OPENIMR_FIELD(content_hash) OPENIMR_FIELD(public_key))
};

struct QualityPassed {
  static constexpr std::string_view kind = "quality_passed";
  std::string remarks = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(remarks))
};

struct QualityReturned {
  static constexpr std::string_view kind = "quality_returned";
  std::vector<std::string> reasons = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(reasons))
};

struct ExtensionGranted {
  static constexpr std::string_view kind = "extension_granted";
  int days = 0;
  std::string approval = {}, reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(days) OPENIMR_FIELD(approval) OPENIMR_FIELD(reason))
};

struct ExpeditedConversion {
  static constexpr std::string_view kind = "expedited_conversion";
  std::string certified_by = {}, document = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(certified_by) OPENIMR_FIELD(document))
};

/// The determination leaves the house; the event's day is the day of mailing.
struct Issued {
  static constexpr std::string_view kind = "issued";
  std::string determination = {}; ///< SHA-256
  std::string served_by = "mail", served_to = "in-state";
  std::vector<std::string> recipients = {};
  std::vector<ItemDecision> decisions = {};
  std::optional<Date> due_on = {}; ///< what the clock said; empty when it never started
  OPENIMR_FIELDS(OPENIMR_FIELD(determination) OPENIMR_FIELD(served_by) OPENIMR_FIELD(served_to)
                     OPENIMR_FIELD(recipients) OPENIMR_FIELD(decisions) OPENIMR_FIELD(due_on))
};

/// A clerical correction; it has no decisions on purpose.
struct Corrected {
  static constexpr std::string_view kind = "corrected";
  std::string what = {}, determination = {}, served_by = "mail", served_to = "in-state";
  std::vector<std::string> recipients = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(what) OPENIMR_FIELD(determination) OPENIMR_FIELD(served_by) OPENIMR_FIELD(served_to)
                     OPENIMR_FIELD(recipients))
};

// ---------------------------------------------------------------------------------------------- other ends, and
// afterwards

struct Terminated {
  static constexpr std::string_view kind = "terminated";
  std::string why = {};                ///< authorized | settlement_or_award
  std::vector<std::string> items = {}; ///< empty: all of them
  std::string authorization = {};      ///< the text of the authorization, settlement or award
  OPENIMR_FIELDS(OPENIMR_FIELD(why) OPENIMR_FIELD(items) OPENIMR_FIELD(authorization))
};

struct Withdrawn {
  static constexpr std::string_view kind = "withdrawn";
  std::string from = {}, reason = {}; ///< from: applicant | requesting_physician
  OPENIMR_FIELDS(OPENIMR_FIELD(from) OPENIMR_FIELD(reason))
};

/// Somebody takes a party's place, from a day on.
struct PartyChanged {
  static constexpr std::string_view kind = "party_changed";
  std::string role = {}, name = {};
  std::optional<Date> effective_on = {};
  std::string address = {}; ///< where it is served, on one line: "1 Example Street, Oakland, CA 94612"
  OPENIMR_FIELDS(OPENIMR_FIELD(role) OPENIMR_FIELD(name) OPENIMR_FIELD(effective_on) OPENIMR_LATER_FIELD(address))
};

/// A due date has passed. It is told, and nothing becomes void by it.
struct OverdueRaised {
  static constexpr std::string_view kind = "overdue_raised";
  std::string rule = {}, who = {};
  std::optional<Date> due_on = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(rule) OPENIMR_FIELD(who) OPENIMR_FIELD(due_on))
};

struct Appealed {
  static constexpr std::string_view kind = "appealed";
  std::string ground = {}; ///< excess_of_powers | fraud | conflict_of_interest | bias | plain_error | eligibility
  std::string from = {}, number = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(ground) OPENIMR_FIELD(from) OPENIMR_FIELD(number))
};

struct Affirmed {
  static constexpr std::string_view kind = "affirmed";
  std::string number = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(number))
};

struct Remanded {
  static constexpr std::string_view kind = "remanded";
  std::string ground = {}, facts = {}, correct_facts = {};
  std::string to = {}; ///< other_organization | other_reviewer
  OPENIMR_FIELDS(OPENIMR_FIELD(ground) OPENIMR_FIELD(facts) OPENIMR_FIELD(correct_facts) OPENIMR_FIELD(to))
};

struct Published {
  static constexpr std::string_view kind = "published";
  std::string number = {}; ///< the public number, which is not the case's
  OPENIMR_FIELDS(OPENIMR_FIELD(number))
};

struct Invoiced {
  static constexpr std::string_view kind = "invoiced";
  std::string invoice = {}, fee = {}, payer = {};
  int cents = 0;
  OPENIMR_FIELDS(OPENIMR_FIELD(invoice) OPENIMR_FIELD(fee) OPENIMR_FIELD(payer) OPENIMR_FIELD(cents))
};

struct Credited {
  static constexpr std::string_view kind = "credited";
  std::string invoice = {}, reason = {};
  int cents = 0;
  OPENIMR_FIELDS(OPENIMR_FIELD(invoice) OPENIMR_FIELD(reason) OPENIMR_FIELD(cents))
};

/// A day that was told wrongly and from which something counts. The event that told it stays as it is.
struct DayCorrected {
  static constexpr std::string_view kind = "day_corrected";
  std::string of = {}; ///< screened | assigned | notice_sent | records_received | issued | notice_served
  std::optional<Date> day = {};
  std::string reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(of) OPENIMR_FIELD(day) OPENIMR_FIELD(reason))
};

// ------------------------------------------------------------------------------------------------------- oversight

/// A complaint about a case, by whoever sent it; the event's day is the day it came in. Nothing is decided anew by it:
/// what a party holds against a determination goes to the appeals board.
struct Complained {
  static constexpr std::string_view kind = "complained";
  std::string complaint = {}; ///< its number within the case, "C1"; empty: the next
  std::string from = {};      ///< a part as of NamedParty, or authority, or other
  std::string ground = {};    ///< one of complaint_grounds()
  std::string text = {};
  std::vector<std::string> items = {}; ///< which items it is about; empty: the case as a whole
  std::string determination = {};      ///< SHA-256 of the letter that was in force; empty: there was none
  OPENIMR_FIELDS(OPENIMR_FIELD(complaint) OPENIMR_FIELD(from) OPENIMR_FIELD(ground) OPENIMR_FIELD(text)
                     OPENIMR_FIELD(items) OPENIMR_FIELD(determination))
};

/// What was answered to whoever complained, and whether the complaint was right.
struct ComplaintAnswered {
  static constexpr std::string_view kind = "complaint_answered";
  std::string complaint = {}, finding = {}; ///< finding: founded | partly_founded | unfounded
  std::string answer = {}, remedy = {};     ///< remedy: what was done about it
  OPENIMR_FIELDS(OPENIMR_FIELD(complaint) OPENIMR_FIELD(finding) OPENIMR_FIELD(answer) OPENIMR_FIELD(remedy))
};

struct ComplaintClosed {
  static constexpr std::string_view kind = "complaint_closed";
  std::string complaint = {}, why = {}; ///< answered | withdrawn | referred
  std::string to = {};                  ///< to whom it was referred
  OPENIMR_FIELDS(OPENIMR_FIELD(complaint) OPENIMR_FIELD(why) OPENIMR_FIELD(to))
};

/// A determined case was drawn to be decided a second time by somebody who does not see the first answer. It changes
/// nothing of the case.
struct DuplicateDrawn {
  static constexpr std::string_view kind = "duplicate_drawn";
  std::string duplicate = {}, reviewer = {}; ///< duplicate: its number within the case, "D1"; empty: the next
  std::string seed = {};                     ///< of the drawing; empty: it was not drawn by chance
  OPENIMR_FIELDS(OPENIMR_FIELD(duplicate) OPENIMR_FIELD(reviewer) OPENIMR_FIELD(seed))
};

struct DuplicateAttested {
  static constexpr std::string_view kind = "duplicate_attested";
  std::string duplicate = {}, reviewer = {};
  std::vector<Attestation> attestations = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(duplicate) OPENIMR_FIELD(reviewer) OPENIMR_FIELD(attestations))
};

struct DuplicateDecided {
  static constexpr std::string_view kind = "duplicate_decided";
  std::string duplicate = {}, reviewer = {};
  std::vector<ItemDecision> decisions = {};
  std::string reason = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(duplicate) OPENIMR_FIELD(reviewer) OPENIMR_FIELD(decisions) OPENIMR_FIELD(reason))
};

struct Noted {
  static constexpr std::string_view kind = "noted";
  std::string text = {};
  OPENIMR_FIELDS(OPENIMR_FIELD(text))
};

#undef OPENIMR_FIELD
#undef OPENIMR_LATER_FIELD
#undef OPENIMR_FIELDS

/// Everything that can happen to a case; a closed list.
using What =
    std::variant<Noted, Received, Screened, Deferred, Resumed, Reopened, DuplicateFound, Consolidated, Joined,
                 InformationAsked, InformationAnswered, Assigned, NoticeSent, NoticeServed, RecordsRequested,
                 RecordsReceived, RecordsClosed, FactsComputed, FindingsComputed, PanelApproved, ReviewerProposed,
                 ReviewerAttested, ReviewerRecused, OpinionRecorded, OpinionSigned, QualityPassed, QualityReturned,
                 ExtensionGranted, ExpeditedConversion, Issued, Corrected, Terminated, Withdrawn, PartyChanged,
                 OverdueRaised, Appealed, Affirmed, Remanded, Published, Invoiced, Credited, DayCorrected, Complained,
                 ComplaintAnswered, ComplaintClosed, DuplicateDrawn, DuplicateAttested, DuplicateDecided>;

struct CaseEvent {
  Instant at;       ///< when it happened, UTC
  Date on;          ///< the local day of it in the case's jurisdiction: clocks count from here
  Instant recorded; ///< when it was written down; never before `at`
  std::string by;   ///< account that did it
  std::string role; ///< in which role
  std::string rule; ///< the law behind the act
  What what;
};

std::string_view kind_of(const What& what);    ///< "received"
const std::vector<std::string>& event_kinds(); ///< every kind, in the order of `What`
/// An event of this kind with its fields at their defaults; empty for a word that is no kind.
std::optional<What> what_of_kind(std::string_view kind);

} // namespace openimr::casework
