// What an office looks back at: complaints, and second reviews that nobody sees the first answer of.
#include "casework/applying.h"

#include <algorithm>
#include <array>
#include <fmt/ranges.h>

namespace openimr::casework {
namespace {

/// Whose word a complaint may be, besides the parties: an authority, or somebody else.
constexpr std::array<std::string_view, 2> others = {"authority", "other"};

/// What a blinded view leaves in: how the case came in, was found eligible and got its papers.
constexpr std::array<std::string_view, 14> before_the_review = {
    "received",          "screened",          "deferred",
    "resumed",           "reopened",          "joined",
    "assigned",          "information_asked", "information_answered",
    "records_requested", "records_closed",    "records_received",
    "party_changed",     "terminated"};

} // namespace

const std::vector<std::string>& complaint_grounds() {
  static const std::vector<std::string> grounds = {"delay",
                                                   "records_not_considered",
                                                   "reviewer_qualification",
                                                   "conflict",
                                                   "reasons",
                                                   "wrong_facts",
                                                   "communication",
                                                   "privacy",
                                                   "fees",
                                                   "other"};
  return grounds;
}

std::vector<CaseEvent> blinded_history(const std::vector<CaseEvent>& history) {
  std::vector<CaseEvent> seen;
  for (const CaseEvent& each : history)
    if (std::find(before_the_review.begin(), before_the_review.end(), kind_of(each.what)) != before_the_review.end())
      seen.push_back(each);
  return seen;
}

Case blinded(const std::vector<CaseEvent>& history) {
  Case so_far;
  for (const CaseEvent& each : blinded_history(history))
    if (auto next = apply(so_far, each)) so_far = std::move(*next); // a second assignment after a remand is not told
  return so_far;
}

Refusal Applying::find(const std::string& id, Complaint*& found) {
  for (Complaint& each : case_.complaints)
    if (each.id == id) found = &each;
  if (!found) return refuse(fmt::format("complaint \"{}\"", id), "a complaint of this case");
  if (found->closed_on)
    return refuse(fmt::format("complaint {}, closed on {}", id, found->closed_on->iso()), "an open one");
  return {};
}

Refusal Applying::operator()(const Complained& what) {
  if (auto missing = need("complaint", what.complaint)) return missing;
  if (auto missing = need("text", what.text)) return missing;
  if (std::find(complaint_grounds().begin(), complaint_grounds().end(), what.ground) == complaint_grounds().end())
    return Error{ErrorKind::Input, where(), fmt::format("ground \"{}\"", what.ground),
                 fmt::format("one of {}", fmt::join(complaint_grounds(), ", ")), ""};
  if (case_.party_on(what.from, event_.on).empty() &&
      std::find(others.begin(), others.end(), what.from) == others.end())
    return Error{ErrorKind::Input, where(), fmt::format("from \"{}\"", what.from),
                 fmt::format("a part that somebody has in the case, or {}", fmt::join(others, ", ")), ""};
  for (const std::string& id : what.items)
    if (!item(id)) return Error{ErrorKind::Input, where(), fmt::format("item \"{}\"", id), "an item of the case", ""};
  if (what.determination != case_.determination)
    return refuse("another letter than the one in force", "the determination that stood when it came in");
  for (const Complaint& each : case_.complaints)
    if (each.id == what.complaint)
      return refuse(fmt::format("complaint {} a second time", each.id), "a number of its own");
  case_.complaints.push_back({what.complaint, what.from, what.ground, what.determination, what.items, event_.on});
  return {};
}

Refusal Applying::operator()(const ComplaintAnswered& what) {
  Complaint* complaint = nullptr;
  if (auto wrong = find(what.complaint, complaint)) return wrong;
  if (auto wrong = one_of("finding", what.finding, {"founded", "partly_founded", "unfounded"})) return wrong;
  if (auto missing = need("answer", what.answer)) return missing;
  if (what.finding != "unfounded")
    if (auto missing = need("remedy", what.remedy)) return missing;
  complaint->finding = what.finding;
  complaint->answered_on = event_.on;
  return {};
}

Refusal Applying::operator()(const ComplaintClosed& what) {
  Complaint* complaint = nullptr;
  if (auto wrong = find(what.complaint, complaint)) return wrong;
  if (auto wrong = one_of("why", what.why, {"answered", "withdrawn", "referred"})) return wrong;
  if (what.why == "answered" && !complaint->answered_on)
    return refuse("no answer", "an answer before it is closed as answered");
  if (what.why == "referred")
    if (auto missing = need("to", what.to)) return missing;
  complaint->closed_on = event_.on;
  complaint->closed_why = what.why;
  return {};
}

/// Somebody who knows the first answer, or gave it, cannot decide a second time.
Refusal Applying::operator()(const DuplicateDrawn& what) {
  if (auto missing = need("duplicate", what.duplicate)) return missing;
  if (auto missing = need("reviewer", what.reviewer)) return missing;
  if (reviewer(what.reviewer) || case_.excluded_reviewers.contains(what.reviewer))
    return refuse(fmt::format("reviewer {}, who had a part in it", what.reviewer),
                  "somebody who does not know the case");
  for (const DuplicateReview& each : case_.duplicates) {
    if (each.id == what.duplicate) return refuse(fmt::format("second review {} again", each.id), "a number of its own");
    if (each.reviewer == what.reviewer)
      return refuse(fmt::format("reviewer {} a second time", what.reviewer), "each reviewer once");
  }
  DuplicateReview drawn{what.duplicate, what.reviewer, what.seed, event_.on, {}};
  for (const CaseItem& each : case_.items)
    if (!each.decision.empty()) drawn.first[each.id] = each.decision;
  case_.duplicates.push_back(std::move(drawn));
  return {};
}

Refusal Applying::find(const std::string& id, const std::string& reviewer, DuplicateReview*& found) {
  for (DuplicateReview& each : case_.duplicates)
    if (each.id == id && each.reviewer == reviewer) found = &each;
  if (!found)
    return refuse(fmt::format("second review \"{}\" by \"{}\"", id, reviewer), "one that was drawn for this reviewer");
  if (!found->is_open()) return refuse(fmt::format("second review {}, decided already", id), "one that is open");
  return {};
}

Refusal Applying::operator()(const DuplicateAttested& what) {
  DuplicateReview* duplicate = nullptr;
  if (auto wrong = find(what.duplicate, what.reviewer, duplicate)) return wrong;
  if (auto unsaid = names_every_party(what.attestations)) return unsaid;
  duplicate->attested_on = event_.on;
  return {};
}

Refusal Applying::operator()(const DuplicateDecided& what) {
  DuplicateReview* duplicate = nullptr;
  if (auto wrong = find(what.duplicate, what.reviewer, duplicate)) return wrong;
  if (!duplicate->attested_on)
    return refuse(fmt::format("reviewer {}, who has not attested", what.reviewer), "a reviewer who has attested",
                  "LC 139.5(d)(5)");
  if (auto missing = need("reason", what.reason)) return missing;
  std::map<std::string, std::string> decisions;
  for (const ItemDecision& each : what.decisions) {
    if (auto wrong = one_of("decision", each.decision, {"upheld", "overturned"})) return wrong;
    if (!decisions.emplace(each.id, each.decision).second)
      return refuse(fmt::format("item {} decided twice", each.id), "each item once");
  }
  const auto is_same_item = [](const auto& one, const auto& other) { return one.first == other.first; };
  if (!std::equal(decisions.begin(), decisions.end(), duplicate->first.begin(), duplicate->first.end(), is_same_item))
    return refuse(fmt::format("decisions on {} items", decisions.size()),
                  fmt::format("exactly the {} items that were decided", duplicate->first.size()));
  duplicate->decisions = std::move(decisions);
  duplicate->decided_on = event_.on;
  return {};
}

} // namespace openimr::casework
