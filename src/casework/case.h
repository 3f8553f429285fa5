// Case: what the history of a case adds up to, and apply(), which adds one event or says by which law it may not
// happen.
//
//   Case so_far;
//   for (const CaseEvent& event : history) { auto next = apply(std::move(so_far), event); … }
//
// Pure: nothing here knows what day it is. A date that has passed refuses nothing (Margaris: lateness never voids).
#pragma once

#include "casework/event.h"
#include "casework/transitions.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace openimr::casework {

/// How a case ended, a closed list (docs/how_to/casework.md).
enum class Outcome {
  Ineligible,
  DuplicateOf,
  DeferredLiability,
  WithdrawnByApplicant,
  WithdrawnByRequestingPhysician,
  TerminatedAuthorized,
  TerminatedSettlementOrAward,
  ConsolidatedInto,
  Determined,
  DeterminedLate,
  ReversedRemanded,
  Corrected,
};
std::string_view name(Outcome outcome); ///< INELIGIBLE | DUPLICATE_OF | …

/// One disputed item and what became of it.
struct CaseItem {
  std::string id, text, ur_outcome;
  std::string eligibility = {};          ///< eligible | ineligible | duplicate | deferred; empty before the screening
  std::vector<std::string> reasons = {}; ///< codes, when it is not eligible
  bool is_formulary = false;
  std::string ended = {};    ///< terminated_authorized | terminated_settlement_or_award; empty otherwise
  std::string decision = {}; ///< upheld | overturned; empty before the determination

  bool is_to_be_decided() const { return eligibility == "eligible" && ended.empty(); }
};

/// A party and the day from which it has its part; empty for from the start.
struct PartySpell {
  std::string role, name;
  std::optional<Date> from = {};
  std::string address = {}; ///< told with a party who came later; of the first ones the application has it
};

/// A reviewer's part in the case.
struct ReviewerPart {
  std::string id;
  std::optional<Date> attested_on = {};
  std::optional<Date> proposed_on = {}, first_attested_on = {}, opined_on = {};
  std::map<std::string, std::string> decisions = {}; ///< item -> decision; empty before the opinion
  std::string opinion = {};                          ///< SHA-256
  bool has_signed = false;
};

struct Mailing {
  Date on;
  std::string by, to;
};

struct OpenQuestion {
  std::string purpose, of, what;
  Date on;
};

/// A complaint and how far it got.
struct Complaint {
  std::string id, from, ground, determination;
  std::vector<std::string> items;
  Date received_on;
  std::optional<Date> answered_on = {}, closed_on = {};
  std::string finding = {}, closed_why = {}; ///< empty before
};

/// A second, blinded decision of a determined case.
struct DuplicateReview {
  std::string id, reviewer, seed;
  Date drawn_on;
  std::map<std::string, std::string> first; ///< item -> what was decided when it was drawn
  std::optional<Date> attested_on = {}, decided_on = {};
  std::map<std::string, std::string> decisions = {}; ///< item -> decision of the second reviewer

  bool is_open() const { return !decided_on; }
};

/// Grounds of complaints, a closed list.
const std::vector<std::string>& complaint_grounds();

struct Case {
  std::string number, jurisdiction, channel;
  std::string review = "regular"; ///< regular | expedited
  std::string employee_first, employee_last, claim_number, adjudication_number;
  std::optional<Date> date_of_birth, date_of_injury;
  std::string application; ///< application.yaml
  Instant received_at;
  Date received_on;
  std::optional<Date> ur_decided_on;
  std::optional<Mailing> ur_service, liability_notice;
  std::vector<PartySpell> parties;
  std::vector<CaseItem> items;
  bool is_formulary_case = false;

  Status status = Status::New;
  std::optional<Outcome> outcome;
  std::string outcome_of; ///< the other case, of DuplicateOf and ConsolidatedInto
  int version = 0;        ///< events so far
  int round = 1;          ///< 2 after a remand

  std::optional<Date> screened_on, converted_on, assigned_on, records_on;
  bool are_records_complete = false;
  std::optional<Mailing> assignment_notice, determination_mailed;
  std::optional<Date> determination_received;
  std::map<std::string, std::vector<std::string>> unreached; ///< notice -> parties who have yet to be served with it
  std::vector<OpenQuestion> questions;                       ///< asked and not answered
  int panel = 1;                                             ///< reviewers allowed
  std::vector<ReviewerPart> reviewers;                       ///< of this round
  std::map<std::string, std::string> excluded_reviewers;     ///< id -> why
  int extension_days = 0;
  std::string extension_approval;
  std::string determination; ///< SHA-256 of the letter in force
  int days_late = 0;
  int quality_returns = 0;
  bool was_liability_agreed = false; ///< by the claims administrator or the board, without a notice
  bool was_appealed = false;
  std::map<std::string, std::string> remand; ///< ground, facts, correct_facts
  std::string public_number;
  std::map<std::string, int> invoices;                    ///< number -> cents that stand
  std::set<std::string> overdue;                          ///< rules whose lateness was raised, "rule due_on"
  std::vector<std::string> joined;                        ///< numbers of cases decided with this one
  std::map<std::string, std::string> joined_applications; ///< their application.yaml by number
  std::optional<Date> determination_due;                  ///< what the determination was held against
  std::map<std::string, Date, std::less<>> days; ///< kind of event -> the latest's; of notices also "notice_sent/KIND"

  std::map<std::string, Instant, std::less<>> moments; ///< as `days`, where the hour was told; of reviewers' acts also
                                                       ///< "KIND/REVIEWER"
  std::vector<Complaint> complaints;
  std::vector<DuplicateReview> duplicates;

  const CaseItem* item(std::string_view id) const;
  /// Who has the part on a day; empty when nobody has.
  std::string party_on(std::string_view role, Date day) const;
  /// Everybody with a part on a day, once each: whom an attestation has to name.
  std::vector<std::string> parties_on(Date day) const;
  /// Whom papers go to on a day: employee, representative, employer, claims administrator, requesting physician.
  std::vector<std::string> service_list(Date day) const;
  bool is_open() const { return status != Status::Determined && status != Status::Closed && status != Status::New; }
  /// The answer of one reviewer, or of the majority; an even split provides the service (LC 4610.6(e)).
  std::string resolved_decision(const std::string& item) const;
};

/// The case with one more event. Error (Refused) when it may not happen now, or not so, with the rule behind it;
/// Error (Input) when a field is missing or outside of its list.
Result<Case> apply(Case so_far, const CaseEvent& event);

/// A moment on a local day whose hour nobody knows: noon in the west of America, the same day in all its time zones.
Instant some_time_on(Date day);
/// Whether somebody told the hour of the event, or only its day.
bool has_hour(const CaseEvent& event);

/// Whether the day of an event fits those before it: a fact may be written down late, under its own day, but nothing
/// happens before what it follows from (an opinion before the attestation, a mailing before the signature). Of two on
/// one day the hours are compared where both are known. Of new events only. Error (Refused) names both and the rule.
Result<Done> fits_in_time(const Case& so_far, const CaseEvent& event);

/// The case as somebody may see it who decides it a second time: the application, its screening and the papers, and
/// nothing of reviewers, opinions, answers and what came after them.
Case blinded(const std::vector<CaseEvent>& history);
/// The events of that view.
std::vector<CaseEvent> blinded_history(const std::vector<CaseEvent>& history);

/// A whole history; the error names the event by its number.
Result<Case> replay(const std::vector<CaseEvent>& history);

} // namespace openimr::casework
