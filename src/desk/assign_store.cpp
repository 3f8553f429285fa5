#include "desk/assign_store.h"

#include "base/files.h"
#include "base/hash.h"
#include "casework/event_json.h"
#include "desk/written_assignment.h"
#include "intake/application_file.h"
#include "reviewers/roster_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace openimr::desk {
namespace {

using casework::Status;

/// The cases of a status, by number.
Result<std::vector<CaseView>> views_of(Office& office, std::initializer_list<Status> statuses, Date as_of) {
  std::vector<CaseView> views;
  for (const Status status : statuses) {
    store::SearchQuery query{.status = std::string(casework::name(status)), .limit = 500};
    for (;;) {
      auto rows = office.store().search(query);
      if (!rows) return rows.error();
      for (const auto& row : *rows) {
        auto view = office.acts().view(row.id, as_of);
        if (!view) return view.error();
        views.push_back(std::move(*view));
      }
      if (rows->size() < 500) break;
      query.after = rows->back().id;
    }
  }
  std::sort(views.begin(), views.end(), [](const auto& a, const auto& b) { return a.state.number < b.state.number; });
  return views;
}

/// Cases in each reviewer's hands: proposed or attested, and not signed.
std::map<std::string, int> in_hand(const std::vector<CaseView>& views) {
  std::map<std::string, int> load;
  for (const auto& view : views)
    for (const auto& part : view.state.reviewers)
      if (!part.has_signed) ++load[part.id];
  return load;
}

Result<CaseToAssign> waiting_case(Office& office, const CaseView& view) {
  const casework::Case& state = view.state;
  auto application = intake::parse_application("application.yaml of " + state.number, state.application);
  if (!application) return application.error();
  CaseToAssign one{state.number, std::move(*application), {}, {}, {}, true, {}};
  auto before = case_file(office.store(), state.number, "assignment.yaml");
  if (!before) return before.error();
  auto text = written_assignment(view.history, before->text);
  if (!text) return text.error();
  if (!text->empty()) {
    auto record = reviewers::parse_assignment("assignment.yaml of " + state.number, *text);
    if (!record) return record.error();
    one.record = std::move(*record);
  }
  for (const auto& [id, why] : state.excluded_reviewers) one.record.earlier_reviewers.push_back(id);
  for (const auto& part : state.reviewers) one.has_already.push_back(part.id);
  one.seats = state.panel - static_cast<int>(state.reviewers.size());
  auto law = office.law(state.jurisdiction);
  if (!law) return law.error();
  if (auto due = casework::determination_due(**law, state)) one.due_on = due->due_on;
  return one;
}

std::string preview_of(const AssignmentQuestion& question, const AssignmentProposal& proposal,
                       const std::string& roster, const std::vector<CaseView>& waiting) {
  std::string text = fmt::format("{} {} {}\nroster {}\nonly {}\n", proposal.as_of.iso(), question.seed,
                                 static_cast<int>(question.least_fit), sha256_hex(roster),
                                 fmt::join(std::set<std::string>(question.only.begin(), question.only.end()), " "));
  for (const auto& view : waiting) text += fmt::format("case {} {}\n", view.state.number, view.state.version);
  for (const auto& change : proposal.changes) text += fmt::format("{} {}\n", change.number, change.reviewer);
  return sha256_hex(text);
}

void add_changes(const std::vector<CaseView>& waiting, AssignmentProposal& proposal) {
  for (const auto& view : waiting)
    for (const auto& seat : proposal.queue.assignment.seats)
      if (seat.case_id == view.state.number)
        for (const std::string& reviewer : seat.reviewers)
          proposal.changes.push_back({view.state.number, reviewer, view.state.version});
}

bool is_waiting(const casework::Case& state, const std::vector<std::string>& only) {
  return state.status == Status::Assigned && static_cast<int>(state.reviewers.size()) < state.panel &&
         (only.empty() || std::find(only.begin(), only.end(), state.number) != only.end());
}

} // namespace

Result<AssignmentProposal> propose_assignment(Office& office, const Caller& caller,
                                              const AssignmentQuestion& question) {
  if (auto actor = office.leave_for(caller, "reviewer_assign", ""); !actor) return actor.error();
  if (question.roster_file.empty())
    return Error{ErrorKind::Refused, "assignment", "no roster", "a roster of reviewers", "start it with --roster"};
  auto bytes = read_file(question.roster_file, std::size_t{16} << 20);
  if (!bytes) return bytes.error();
  auto roster = reviewers::read_roster(question.roster_file);
  if (!roster) return roster.error();
  auto day = office.today();
  if (!day) return day.error();
  auto views = views_of(office, {Status::Assigned, Status::UnderReview, Status::Opined}, *day);
  if (!views) return views.error();
  const auto load = in_hand(*views);
  std::erase_if(*views, [&](const auto& view) { return !is_waiting(view.state, question.only); });

  std::vector<CaseToAssign> cases;
  for (const auto& view : *views) {
    auto one = waiting_case(office, view);
    if (!one) return one.error();
    cases.push_back(std::move(*one));
  }
  AssignmentProposal proposal{*day, {}, {}, {}, {}};
  auto queue = assign_cases(office.installation(), cases, *roster, {*day, question.seed, question.least_fit}, load);
  if (!queue) return queue.error();
  proposal.queue = std::move(*queue);
  for (const auto& each : roster->reviewers)
    if (each.capacity) proposal.capacity[each.id] = *each.capacity;
  add_changes(*views, proposal);
  proposal.preview = preview_of(question, proposal, *bytes, *views);
  return proposal;
}

Result<std::vector<AppliedChange>> apply_assignment(Office& office, const Caller& caller,
                                                    const AssignmentQuestion& question, const std::string& preview) {
  auto now = propose_assignment(office, caller, question);
  if (!now) return now.error();
  if (now->preview != preview)
    return Error{ErrorKind::Refused, "assignment", "another proposal than the one that was looked at",
                 "cases, roster and day as they were", "look at the proposal again"};
  std::vector<AppliedChange> done;
  std::map<std::string, std::int64_t> versions; // of cases that this assignment moved on
  std::set<std::string> stopped;
  for (auto change : now->changes) {
    if (stopped.contains(change.number)) {
      done.push_back({change, "another reviewer of the same panel could not be proposed"});
      continue;
    }
    ActOptions options;
    options.expected_version = versions.contains(change.number) ? versions[change.number] : change.version;
    auto act = office.record(
        caller, change.number,
        casework::ReviewerProposed{change.reviewer, "whole-queue assignment " + preview.substr(0, 8)}, options);
    if (!act) {
      stopped.insert(change.number);
      done.push_back({change, act.error().message()});
      continue;
    }
    change.version = versions[change.number] = act->state.version;
    done.push_back({change, ""});
  }
  return done;
}

} // namespace openimr::desk
