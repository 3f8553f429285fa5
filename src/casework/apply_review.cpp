// From the records to the determination and what comes after it.
#include "casework/applying.h"

#include <algorithm>
#include <fmt/ranges.h>

namespace openimr::casework {

void Applying::wipe_opinions() {
  for (ReviewerPart& each : case_.reviewers) {
    each.decisions.clear();
    each.opinion.clear();
    each.has_signed = false;
  }
  case_.status = Status::UnderReview;
}

/// The items of the answer are the items that are to be decided: none more, none less.
Refusal Applying::same_decisions(const std::vector<ItemDecision>& decisions) const {
  std::set<std::string> wanted, given;
  for (const CaseItem& each : case_.items)
    if (each.is_to_be_decided()) wanted.insert(each.id);
  for (const ItemDecision& each : decisions) {
    if (auto wrong = one_of("decision", each.decision, {"upheld", "overturned"})) return wrong;
    if (!given.insert(each.id).second) return refuse(fmt::format("item {} decided twice", each.id), "each item once");
  }
  if (given == wanted) return {};
  return refuse(fmt::format("decisions on items {}", fmt::join(given, ", ")),
                fmt::format("exactly the items {}", fmt::join(wanted, ", ")), "LC 4610.6(e)");
}

Refusal Applying::reaches_everybody(const std::vector<std::string>& recipients) const {
  for (const std::string& name : case_.service_list(event_.on))
    if (std::find(recipients.begin(), recipients.end(), name) == recipients.end())
      return refuse(fmt::format("no copy for {}", name), fmt::format("everybody who is served on this day: {}",
                                                                     fmt::join(case_.service_list(event_.on), "; ")));
  return {};
}

Refusal Applying::operator()(const RecordsRequested& what) { return need("of", what.of); }

/// The determination's clock starts when the records are complete; until then with the latest that came. What is found
/// later is accepted at any time before the determination and is read before anything is issued.
Refusal Applying::operator()(const RecordsReceived& what) {
  if (auto missing = need("from", what.from)) return missing;
  if (what.documents.empty() && !what.complete)
    return Error{ErrorKind::Input, where(), "no documents", "at least one", ""};
  const bool is_administrator =
      what.from == "claims_administrator" || what.from == case_.party_on("claims_administrator", event_.on);
  if (!case_.are_records_complete && (is_administrator || what.complete)) {
    if (!case_.records_on || *case_.records_on < event_.on) case_.records_on = event_.on;
    case_.are_records_complete = what.complete;
  }
  if (case_.status == Status::Opined || case_.status == Status::Signed || case_.status == Status::Cleared)
    wipe_opinions();
  return {};
}

Refusal Applying::operator()(const RecordsClosed& what) {
  if (auto missing = need("reason", what.reason)) return missing;
  if (case_.are_records_complete) return refuse("records that were complete already", "records that are still open");
  if (!case_.records_on || *case_.records_on < event_.on) case_.records_on = event_.on;
  case_.are_records_complete = true;
  return {};
}

Refusal Applying::operator()(const FactsComputed& what) { return need("receipt", what.receipt); }
Refusal Applying::operator()(const FindingsComputed& what) { return need("receipt", what.receipt); }

Refusal Applying::operator()(const PanelApproved& what) {
  if (auto missing = need("approval", what.approval)) return missing;
  if (auto missing = need("reason", what.reason)) return missing;
  if (what.reviewers < 2 || what.reviewers > 9)
    return Error{ErrorKind::Input, where(), fmt::format("{} reviewers", what.reviewers), "2 to 9", ""};
  case_.panel = what.reviewers;
  return {};
}

Refusal Applying::operator()(const ReviewerProposed& what) {
  if (auto missing = need("reviewer", what.reviewer)) return missing;
  if (const auto out = case_.excluded_reviewers.find(what.reviewer); out != case_.excluded_reviewers.end())
    return refuse(fmt::format("reviewer {}, who {}", what.reviewer, out->second),
                  "somebody without a part in this dispute", "LC 4610.6(i); LC 139.5(d)(5)");
  if (reviewer(what.reviewer))
    return refuse(fmt::format("reviewer {} a second time", what.reviewer), "each reviewer once");
  for (const DuplicateReview& each : case_.duplicates)
    if (each.reviewer == what.reviewer)
      return refuse(fmt::format("reviewer {}, who was asked for a second review of it", what.reviewer),
                    "somebody who has not judged it yet", "LC 4610.6(i)");
  if (static_cast<int>(case_.reviewers.size()) >= case_.panel)
    return refuse(fmt::format("reviewer number {}", case_.reviewers.size() + 1),
                  case_.panel == 1 ? "one reviewer, more only with the authority's written approval"
                                   : fmt::format("at most the {} approved", case_.panel),
                  "8 CCR 9792.10.6(c)");
  case_.reviewers.push_back({.id = what.reviewer, .proposed_on = event_.on});
  case_.status = Status::Assigned; // nobody opens the file before all have attested
  return {};
}

Refusal Applying::names_every_party(const std::vector<Attestation>& attestations) const {
  for (const Attestation& each : attestations)
    if (each.conflict != "none")
      return refuse(fmt::format("a conflict with {}: {}", each.party, each.conflict),
                    "no conflict; the reviewer recuses");
  for (const std::string& party : case_.parties_on(event_.on))
    if (std::none_of(attestations.begin(), attestations.end(), [&](const auto& each) { return each.party == party; }))
      return refuse(fmt::format("no word on {}", party), "an attestation for every party");
  return {};
}

/// Party by party, before the papers are opened, and again when a party is added.
Refusal Applying::operator()(const ReviewerAttested& what) {
  ReviewerPart* part = reviewer(what.reviewer);
  if (!part) return refuse(fmt::format("reviewer \"{}\"", what.reviewer), "a reviewer who was proposed");
  if (auto unsaid = names_every_party(what.attestations)) return unsaid;
  part->attested_on = event_.on;
  if (!part->first_attested_on) part->first_attested_on = event_.on;
  const bool have_all = std::all_of(case_.reviewers.begin(), case_.reviewers.end(),
                                    [](const auto& each) { return each.attested_on.has_value(); });
  if (case_.status == Status::Assigned && have_all) case_.status = Status::UnderReview;
  return {};
}

Refusal Applying::operator()(const ReviewerRecused& what) {
  if (auto missing = need("reason", what.reason)) return missing;
  const auto part = std::find_if(case_.reviewers.begin(), case_.reviewers.end(),
                                 [&](const auto& each) { return each.id == what.reviewer; });
  if (part == case_.reviewers.end())
    return refuse(fmt::format("reviewer \"{}\"", what.reviewer), "a reviewer of this case");
  case_.excluded_reviewers[what.reviewer] = "withdrew from it";
  case_.reviewers.erase(part);
  wipe_opinions();
  case_.status = Status::Assigned;
  return {};
}

Refusal Applying::operator()(const OpinionRecorded& what) {
  ReviewerPart* part = reviewer(what.reviewer);
  if (!part || !part->attested_on)
    return refuse(fmt::format("reviewer \"{}\"", what.reviewer), "a reviewer who has attested", "LC 139.5(d)(5)");
  if (auto missing = need("opinion", what.opinion)) return missing;
  if (auto wrong = same_decisions(what.decisions)) return wrong;
  part->opinion = what.opinion;
  part->opined_on = event_.on;
  for (const ItemDecision& each : what.decisions) part->decisions[each.id] = each.decision;
  if (std::all_of(case_.reviewers.begin(), case_.reviewers.end(),
                  [](const auto& each) { return !each.decisions.empty(); }))
    case_.status = Status::Opined;
  return {};
}

Refusal Applying::operator()(const OpinionSigned& what) {
  ReviewerPart* part = reviewer(what.reviewer);
  if (!part) return refuse(fmt::format("reviewer \"{}\"", what.reviewer), "a reviewer of this case");
  if (auto missing = need("content_hash", what.content_hash)) return missing;
  if (auto missing = need("public_key", what.public_key)) return missing;
  if (part->has_signed) return refuse(fmt::format("reviewer {} a second time", what.reviewer), "one signature of each");
  part->has_signed = true;
  if (std::all_of(case_.reviewers.begin(), case_.reviewers.end(), [](const auto& each) { return each.has_signed; }))
    case_.status = Status::Signed;
  return {};
}

Refusal Applying::operator()(const QualityPassed&) { return {}; }

Refusal Applying::operator()(const QualityReturned& what) {
  if (what.reasons.empty()) return refuse("no reason", "what the reviewer is to look at again");
  wipe_opinions();
  ++case_.quality_returns;
  return {};
}

Refusal Applying::operator()(const ExtensionGranted& what) {
  if (what.approval.empty()) return refuse("no approval", "the authority's approval by its number");
  if (auto missing = need("reason", what.reason)) return missing;
  if (case_.extension_days > 0) return refuse("a second extension", "one at most");
  if (what.days < 1 || what.days > 3) return refuse(fmt::format("{} days", what.days), "at most 3 days");
  case_.extension_days = what.days;
  case_.extension_approval = what.approval;
  return {};
}

Refusal Applying::operator()(const ExpeditedConversion& what) {
  if (case_.review == "expedited") return refuse("a review that is expedited already", "a regular review");
  if (what.certified_by.empty() || what.document.empty())
    return refuse("no certificate", "who certified the threat and the document that says so",
                  "LC 4610.6(d)(1)(C); 8 CCR 9792.10.4(c)");
  case_.review = "expedited";
  case_.converted_on = event_.on;
  return {};
}

Refusal Applying::operator()(const Issued& what) {
  if (auto missing = need("determination", what.determination)) return missing;
  if (auto wrong = one_of("served_by", what.served_by, {"mail", "personal", "fax", "overnight", "electronic"}))
    return wrong;
  if (auto wrong = same_decisions(what.decisions)) return wrong;
  for (const ItemDecision& each : what.decisions)
    if (each.decision != case_.resolved_decision(each.id))
      return refuse(fmt::format("item {} {}", each.id, each.decision),
                    fmt::format("{}, as the reviewers decided", case_.resolved_decision(each.id)), "LC 4610.6(c),(e)");
  for (const ReviewerPart& each : case_.reviewers)
    for (const PartySpell& party : case_.parties)
      if (party.from && *party.from <= event_.on && each.attested_on && *each.attested_on < *party.from)
        return refuse(
            fmt::format("an attestation of {} before {} came in on {}", each.id, party.name, party.from->iso()),
            "a new attestation that names it", "LC 139.5(d)(5)");
  if (auto unreached = reaches_everybody(what.recipients)) return unreached;
  for (const ItemDecision& each : what.decisions) item(each.id)->decision = each.decision;
  case_.determination = what.determination;
  case_.determination_mailed = Mailing{event_.on, what.served_by, what.served_to};
  case_.determination_received.reset();
  case_.determination_due = what.due_on;
  count_lateness();
  return {};
}

/// A late determination stays valid and binding (CHP v. WCAB (Margaris) (2016) 248 Cal.App.4th 349): it is told, no
/// more.
void Applying::count_lateness() {
  const Date mailed = case_.determination_mailed->on;
  const auto& due = case_.determination_due;
  case_.days_late = due && *due < mailed ? mailed.days_since(*due) : 0;
  if (case_.outcome != Outcome::Corrected)
    case_.outcome = case_.days_late > 0 ? Outcome::DeterminedLate : Outcome::Determined;
}

Refusal Applying::operator()(const Corrected& what) {
  if (auto missing = need("what", what.what)) return missing;
  if (auto missing = need("determination", what.determination)) return missing;
  if (what.determination == case_.determination) return refuse("the same letter", "a corrected letter");
  if (auto unreached = reaches_everybody(what.recipients)) return unreached;
  case_.determination = what.determination;
  case_.outcome = Outcome::Corrected;
  return {};
}

Refusal Applying::operator()(const Terminated& what) {
  if (auto wrong = one_of("why", what.why, {"authorized", "settlement_or_award"})) return wrong;
  if (auto missing = need("authorization", what.authorization)) return missing;
  for (const std::string& id : what.items)
    if (!item(id)) return Error{ErrorKind::Input, where(), fmt::format("item \"{}\"", id), "an item of the case", ""};
  bool is_left = false;
  for (CaseItem& each : case_.items) {
    const bool is_meant =
        what.items.empty() || std::find(what.items.begin(), what.items.end(), each.id) != what.items.end();
    if (is_meant && each.ended.empty()) each.ended = "terminated_" + what.why;
    is_left |= each.ended.empty() &&
               (each.eligibility.empty() || each.eligibility == "eligible" || each.eligibility == "deferred");
  }
  if (!is_left) {
    close(what.why == "authorized" ? Outcome::TerminatedAuthorized : Outcome::TerminatedSettlementOrAward);
  } else if (case_.status == Status::Opined || case_.status == Status::Signed || case_.status == Status::Cleared) {
    wipe_opinions(); // what was signed answers an item that is no longer asked
  }
  return {};
}

Refusal Applying::operator()(const Withdrawn& what) {
  if (auto wrong = one_of("from", what.from, {"applicant", "requesting_physician"})) return wrong;
  close(what.from == "applicant" ? Outcome::WithdrawnByApplicant : Outcome::WithdrawnByRequestingPhysician);
  return {};
}

Refusal Applying::operator()(const Appealed& what) {
  if (auto wrong = one_of("ground", what.ground,
                          {"excess_of_powers", "fraud", "conflict_of_interest", "bias", "plain_error", "eligibility"}))
    return wrong;
  const bool is_finding = case_.status == Status::Closed;
  if (is_finding && case_.outcome != Outcome::Ineligible)
    return refuse(fmt::format("a case that ended as {}", name(*case_.outcome)),
                  "a determination or an ineligible finding");
  if (is_finding != (what.ground == "eligibility"))
    return refuse(fmt::format("the ground {}", what.ground),
                  is_finding ? "eligibility, for an ineligible finding"
                             : "one of the five grounds against a determination",
                  is_finding ? "8 CCR 10575(a)" : "LC 4610.6(h)(1)-(5)");
  case_.was_appealed = true;
  return {};
}

Refusal Applying::operator()(const Affirmed&) {
  case_.status = case_.determination.empty() ? Status::Closed : Status::Determined;
  return {};
}

/// Another organization decides anew, or another reviewer in the same; nobody of the first round has a part in it.
Refusal Applying::operator()(const Remanded& what) {
  if (auto missing = need("ground", what.ground)) return missing;
  if (auto missing = need("facts", what.facts)) return missing;
  if (auto missing = need("correct_facts", what.correct_facts)) return missing;
  case_.outcome = Outcome::ReversedRemanded;
  if (case_.determination.empty()) { // an ineligible finding was reversed
    case_.status = Status::Received;
    return {};
  }
  if (auto wrong = one_of("to", what.to, {"other_organization", "other_reviewer"})) return wrong;
  case_.remand = {{"ground", what.ground}, {"facts", what.facts}, {"correct_facts", what.correct_facts}};
  for (const ReviewerPart& each : case_.reviewers) case_.excluded_reviewers[each.id] = "decided it before";
  case_.reviewers.clear();
  case_.panel = 1;
  case_.extension_days = 0;
  case_.extension_approval.clear();
  case_.determination_mailed.reset();
  case_.determination_received.reset();
  case_.assigned_on.reset();
  case_.assignment_notice.reset();
  case_.unreached.clear();
  case_.converted_on = event_.on; // the clocks of the new round count from the order
  case_.screened_on = event_.on;
  ++case_.round;
  for (CaseItem& each : case_.items) each.decision.clear();
  case_.status = what.to == "other_reviewer" ? Status::Eligible : Status::Closed;
  return {};
}

Refusal Applying::operator()(const Published& what) {
  if (auto missing = need("number", what.number)) return missing;
  if (what.number == case_.number)
    return refuse("the case's own number", "a number that leads nobody back to the case");
  if (!case_.public_number.empty()) return refuse("a second publication", "one");
  case_.public_number = what.number;
  return {};
}

} // namespace openimr::casework
