#include "casework/next_steps.h"

#include "casework/deadlines.h"
#include "casework/eligibility.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::casework {
namespace {

using jurisdictions::DueDate;
using jurisdictions::Event;
using jurisdictions::Jurisdiction;

Event served(const Mailing& mailing) { return Event{.on = mailing.on, .served_by = mailing.by, .to = mailing.to}; }

/// The application as far as clocks look at it.
records::Application application_of(const Case& so_far) {
  records::Application application;
  application.jurisdiction = so_far.jurisdiction;
  application.received = so_far.received_at;
  application.channel = so_far.channel;
  application.review = so_far.review;
  if (so_far.ur_service)
    application.ur_decision.served = {so_far.ur_service->on, so_far.ur_service->by, so_far.ur_service->to};
  if (so_far.liability_notice)
    application.liability_resolved_notice = {so_far.liability_notice->on, so_far.liability_notice->by,
                                             so_far.liability_notice->to};
  for (const CaseItem& item : so_far.items) {
    application.disputed_items.push_back({});
    application.disputed_items.back().id = item.id;
    application.disputed_items.back().text = item.text;
    application.disputed_items.back().ur_outcome = item.ur_outcome;
    application.disputed_items.back().liability_disputed = item.eligibility == "deferred";
  }
  return application;
}

Eligibility eligibility_of(const Case& so_far) {
  Eligibility eligibility;
  eligibility.outcome = so_far.status == Status::Deferred                          ? CaseOutcome::Deferred
                        : so_far.outcome && *so_far.outcome == Outcome::Ineligible ? CaseOutcome::Ineligible
                                                                                   : CaseOutcome::Eligible;
  for (const CaseItem& item : so_far.items)
    eligibility.items.push_back({.id = item.id, .is_formulary = item.is_formulary});
  eligibility.filed_on = so_far.received_on;
  eligibility.review = so_far.review;
  eligibility.converted_on = so_far.converted_on;
  eligibility.is_formulary_case = so_far.is_formulary_case;
  return eligibility;
}

KnownEvents events_of(const Case& so_far) {
  KnownEvents events;
  std::optional<jurisdictions::Extension> extension;
  if (so_far.extension_days > 0) extension = {so_far.extension_days, so_far.extension_approval};
  // A certificate after filing, and an order of the board, begin the clock of the request anew.
  Event request{.on = so_far.received_on, .at = so_far.received_at, .extension = extension};
  if (so_far.converted_on) request = Event{.on = *so_far.converted_on, .extension = extension};
  events["request"] = request;
  if (so_far.screened_on) events["eligibility-finding"] = Event{.on = *so_far.screened_on};
  if (so_far.assignment_notice) events["assignment"] = served(*so_far.assignment_notice);
  if (so_far.records_on) events["records"] = Event{.on = *so_far.records_on, .extension = extension};
  if (so_far.determination_mailed) events["determination-mailed"] = served(*so_far.determination_mailed);
  if (so_far.determination_received) events["determination-received"] = Event{.on = *so_far.determination_received};
  for (const OpenQuestion& each : so_far.questions)
    if (each.purpose == "eligibility") events["information-request"] = Event{.on = each.on};
  return events;
}

/// What a status asks for. `rule` is a clock rule, or the beginning of several with an asterisk behind it.
struct Duty {
  Status status;
  const char *id, *text, *who, *rule;
  bool (*applies)(const Case&);
};

bool always(const Case&) { return true; }
bool has_no_notice(const Case& so_far) { return !so_far.assignment_notice; }
bool lacks_records(const Case& so_far) { return !so_far.are_records_complete; }
bool lacks_reviewers(const Case& so_far) { return static_cast<int>(so_far.reviewers.size()) < so_far.panel; }
bool lacks_attestation(const Case& so_far) {
  return std::any_of(so_far.reviewers.begin(), so_far.reviewers.end(),
                     [](const auto& each) { return !each.attested_on; });
}
/// A party came in after somebody attested.
bool lacks_new_attestation(const Case& so_far) {
  for (const ReviewerPart& each : so_far.reviewers)
    for (const PartySpell& party : so_far.parties)
      if (party.from && each.attested_on && *each.attested_on < *party.from) return true;
  return false;
}
/// Who applied is told in writing why it cannot be reviewed (Labor Code 4610.5(k)).
bool lacks_refusal(const Case& so_far) {
  const bool is_refused =
      so_far.outcome && (*so_far.outcome == Outcome::Ineligible || *so_far.outcome == Outcome::DuplicateOf);
  return is_refused && !so_far.days.contains("notice_sent/ineligible");
}
bool is_not_published(const Case& so_far) { return so_far.public_number.empty(); }

constexpr Duty duties[] = {
    {Status::Received, "screen", "decide whether it may be reviewed", "coordinator", "", always},
    {Status::Deferred, "resolve_liability", "resolve the liability dispute, or agree to the review",
     "claims_administrator", "", always},
    {Status::Eligible, "assign", "assign it and send the assignment notice", "coordinator", "assignment-notice",
     always},
    {Status::Assigned, "notify", "send the assignment notice", "coordinator", "assignment-notice", has_no_notice},
    {Status::Assigned, "send_records", "send the records", "claims_administrator", "records*", lacks_records},
    {Status::Assigned, "find_reviewer", "propose a reviewer", "coordinator", "determination*", lacks_reviewers},
    {Status::Assigned, "attest", "attest to having no conflict, party by party", "reviewer", "determination*",
     lacks_attestation},
    {Status::UnderReview, "send_records", "send the records", "claims_administrator", "records*", lacks_records},
    {Status::UnderReview, "give_opinion", "decide every item", "reviewer", "determination*", always},
    {Status::Opined, "sign", "sign the opinion", "reviewer", "determination*", always},
    {Status::Signed, "quality_review", "look at the opinion before it is issued", "medical_director", "determination*",
     always},
    {Status::Cleared, "issue", "issue the determination", "coordinator", "determination*", always},
    {Status::UnderReview, "attest_again", "attest again: a party came in", "reviewer", "determination*",
     lacks_new_attestation},
    {Status::Opined, "attest_again", "attest again: a party came in", "reviewer", "determination*",
     lacks_new_attestation},
    {Status::Signed, "attest_again", "attest again: a party came in", "reviewer", "determination*",
     lacks_new_attestation},
    {Status::Cleared, "attest_again", "attest again: a party came in", "reviewer", "determination*",
     lacks_new_attestation},
    {Status::Determined, "appeal", "last day on which a party may appeal", "parties", "appeal", always},
    {Status::Determined, "implement", "authorize what was found necessary", "claims_administrator", "implementation",
     always},
    {Status::Determined, "pay", "pay for what was rendered already", "claims_administrator", "payment", always},
    {Status::Determined, "publish", "publish it without what identifies anybody", "publisher", "", is_not_published},
    {Status::Closed, "tell_why", "send the letter that says why it cannot be reviewed", "coordinator", "",
     lacks_refusal},
    {Status::Appealed, "decide_appeal", "affirm, or reverse and remand", "appeals_board", "", always},
};

bool is_meant(std::string_view rule, std::string_view pattern) {
  if (pattern.empty()) return false;
  return pattern.back() == '*' ? rule.starts_with(pattern.substr(0, pattern.size() - 1)) : rule == pattern;
}

/// Services found necessary are authorized or paid; where everything was upheld there is nothing to do.
bool has_nothing_to_implement(const Duty& duty, const Case& so_far) {
  const std::string_view id = duty.id;
  return (id == "implement" || id == "pay") &&
         std::none_of(so_far.items.begin(), so_far.items.end(),
                      [](const auto& item) { return item.decision == "overturned"; });
}

/// A right that was not used is no duty that anybody is late with.
bool is_over(const Duty& duty, const std::vector<DueDate>& clocks, Date as_of) {
  return std::string_view(duty.id) == "appeal" && std::any_of(clocks.begin(), clocks.end(), [&](const DueDate& due) {
           return is_meant(due.rule, duty.rule) && due.due_on && *due.due_on < as_of;
         });
}

Step step_of(const Duty& duty, const DueDate* due, Date as_of) {
  Step step{.id = duty.id, .text = duty.text, .who = duty.who, .rule = due ? due->rule : ""};
  if (due) step.due = *due;
  step.is_late = due && due->due_on && *due->due_on < as_of;
  return step;
}

void add_questions(const Case& so_far, const std::vector<DueDate>& clocks, Date as_of, std::vector<Step>& steps) {
  for (const OpenQuestion& each : so_far.questions) {
    const auto due = std::find_if(clocks.begin(), clocks.end(),
                                  [](const DueDate& one) { return one.rule == "eligibility-information"; });
    const bool has_clock = each.purpose == "eligibility" && due != clocks.end();
    const std::string text = fmt::format("answer: {}", each.what);
    steps.push_back(step_of({Status::Received, "answer", text.c_str(), each.of.c_str(), "", always},
                            has_clock ? &*due : nullptr, as_of));
  }
}

void add_unreached(const Case& so_far, Date as_of, std::vector<Step>& steps) {
  for (const auto& [notice, names] : so_far.unreached)
    for (const std::string& name : names) {
      const std::string text = fmt::format("find an address of {} and serve the notice ({})", name, notice);
      steps.push_back(step_of({so_far.status, "serve", text.c_str(), "coordinator", "", always}, nullptr, as_of));
    }
}

/// Of the office itself; the law sets no date for them.
void add_oversight(const Case& so_far, Date as_of, std::vector<Step>& steps) {
  for (const Complaint& each : so_far.complaints) {
    if (each.closed_on) continue;
    const bool is_answered = each.answered_on.has_value();
    const std::string id = fmt::format("{}_complaint_{}", is_answered ? "close" : "answer", each.id);
    const std::string text =
        fmt::format("{} complaint {} ({})", is_answered ? "close" : "answer", each.id, each.ground);
    steps.push_back(step_of({so_far.status, id.c_str(), text.c_str(), "compliance", "", always}, nullptr, as_of));
  }
  for (const DuplicateReview& each : so_far.duplicates) {
    if (!each.is_open()) continue;
    const std::string id = fmt::format("second_review_{}", each.id);
    const std::string text = fmt::format("{} decides it a second time ({})", each.reviewer, each.id);
    steps.push_back(step_of({so_far.status, id.c_str(), text.c_str(), "compliance", "", always}, nullptr, as_of));
  }
}

} // namespace

std::vector<DueDate> deadlines(const Jurisdiction& law, const Case& so_far) {
  return deadlines(law, application_of(so_far), eligibility_of(so_far), events_of(so_far));
}

std::vector<Step> next_steps(const Case& so_far, const Jurisdiction& law, Date as_of) {
  if (so_far.status == Status::New) return {};
  std::vector<Step> steps;
  add_oversight(so_far, as_of, steps); // also of a case that has ended
  const auto clocks = deadlines(law, so_far);
  for (const Duty& duty : duties) {
    if (duty.status != so_far.status || !duty.applies(so_far) || has_nothing_to_implement(duty, so_far)) continue;
    const std::size_t before = steps.size();
    if (is_over(duty, clocks, as_of)) continue;
    for (const DueDate& due : clocks)
      if (is_meant(due.rule, duty.rule)) steps.push_back(step_of(duty, &due, as_of));
    if (steps.size() == before) steps.push_back(step_of(duty, nullptr, as_of));
  }
  add_questions(so_far, clocks, as_of, steps);
  add_unreached(so_far, as_of, steps);
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    if (a.due_on().has_value() != b.due_on().has_value()) return a.due_on().has_value();
    return a.due_on() && *a.due_on() < *b.due_on();
  });
  return steps;
}

std::optional<DueDate> determination_due(const Jurisdiction& law, const Case& so_far) {
  for (DueDate& due : deadlines(law, so_far))
    if (is_meant(due.rule, "determination*")) return std::move(due);
  return std::nullopt;
}

} // namespace openimr::casework
