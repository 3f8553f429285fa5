#include "desk/case_acts.h"

#include "base/hash.h"
#include "casework/event_json.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

using casework::Case;
using casework::CaseEvent;
using jurisdictions::Jurisdiction;

constexpr int tries = 20; ///< of an act that others overtake

std::string outcome_words(const Case& state) {
  if (!state.outcome) return "";
  const std::string word(casework::name(*state.outcome));
  return state.outcome_of.empty() ? word : fmt::format("{}({})", word, state.outcome_of);
}

store::CaseRow row_of(const Case& state) {
  return {.id = state.number,
          .status = std::string(casework::name(state.status)),
          .outcome = outcome_words(state),
          .review = state.review,
          .jurisdiction = state.jurisdiction,
          .employee = fmt::format("{}, {}", state.employee_last, state.employee_first),
          .claim_number = state.claim_number,
          .received_on = state.received_on};
}

std::vector<std::pair<std::string, std::string>> names_of(const Case& state) {
  std::vector<std::pair<std::string, std::string>> names = {
      {"employee", fmt::format("{}, {}", state.employee_last, state.employee_first)}};
  if (!state.claim_number.empty()) names.emplace_back("claim", state.claim_number);
  if (!state.adjudication_number.empty()) names.emplace_back("adjudication", state.adjudication_number);
  for (const auto& party : state.parties)
    if (party.role != "employee") names.emplace_back("party", party.name);
  for (const auto& part : state.reviewers) names.emplace_back("reviewer", part.id);
  return names;
}

store::StepRow row_of(const casework::Step& step) {
  return {.role = step.who, .step = step.id, .rule = step.rule, .words = step.text, .due_on = step.due_on()};
}

Error overtaken(const std::string& number) {
  return {ErrorKind::Storage, fmt::format("case {}", number), "others who changed it at the same time, again and again",
          "a case that rests for a moment", "try again; nothing of this act was kept"};
}

bool is_as_seen(const Case& so_far, const ActOptions& options) {
  return options.expected_version < 0 || options.expected_version == so_far.version;
}

Error moved_on(const std::string& number, const Case& so_far) {
  return {ErrorKind::Refused, fmt::format("case {}", number), fmt::format("version {}", so_far.version),
          std::string(as_it_was_seen), "look at it again"};
}

/// What follows from the case and need not be said.
void fill_in(const Case& so_far, const Jurisdiction& law, Date on, casework::What& what) {
  const auto addressees = [&](std::vector<std::string>& recipients) {
    if (recipients.empty()) recipients = so_far.service_list(on);
  };
  if (auto* notice = std::get_if<casework::NoticeSent>(&what)) {
    addressees(notice->recipients);
    std::erase_if(notice->recipients, [&](const std::string& name) {
      return std::find(notice->unreached.begin(), notice->unreached.end(), name) != notice->unreached.end();
    });
  }
  if (auto* corrected = std::get_if<casework::Corrected>(&what)) addressees(corrected->recipients);
  if (auto* complained = std::get_if<casework::Complained>(&what)) {
    if (complained->complaint.empty()) complained->complaint = fmt::format("C{}", so_far.complaints.size() + 1);
    if (complained->determination.empty()) complained->determination = so_far.determination;
  }
  if (auto* drawn = std::get_if<casework::DuplicateDrawn>(&what); drawn && drawn->duplicate.empty())
    drawn->duplicate = fmt::format("D{}", so_far.duplicates.size() + 1);
  auto* issued = std::get_if<casework::Issued>(&what);
  if (!issued) return;
  addressees(issued->recipients);
  if (issued->decisions.empty())
    for (const auto& item : so_far.items)
      if (item.is_to_be_decided()) issued->decisions.push_back({item.id, so_far.resolved_decision(item.id)});
  if (const auto due = casework::determination_due(law, so_far); due && !issued->due_on) issued->due_on = due->due_on;
}

} // namespace

Instant now() {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return Instant{.utc_seconds = seconds.time_since_epoch().count(), .offset_minutes = 0, .written = {}};
}

CaseActs::CaseActs(store::Store& store, Installation installation, std::function<Instant()> clock)
    : store_(store), installation_(std::move(installation)), clock_(std::move(clock)) {}

Result<const Jurisdiction*> CaseActs::law(const std::string& jurisdiction) {
  auto& law = laws_[jurisdiction];
  if (!law) {
    auto loaded = Jurisdiction::load(installation_.packs_folder, jurisdiction);
    if (!loaded) return loaded.error();
    law = std::make_unique<Jurisdiction>(std::move(*loaded));
  }
  return law.get();
}

Result<Case> CaseActs::load(const std::string& number) {
  auto view = store_.history(number);
  if (!view) return view.error();
  Case state;
  for (const auto& stored : *view) {
    auto event = casework::event_from_bytes(stored.body);
    if (!event) return event.error();
    auto next = casework::apply(std::move(state), *event);
    if (!next) return next.error();
    state = std::move(*next);
  }
  return state;
}

Result<CaseView> CaseActs::view(const std::string& number, Date as_of) {
  auto stored = store_.history(number);
  if (!stored) return stored.error();
  CaseView view;
  for (const auto& each : *stored) {
    auto event = casework::event_from_bytes(each.body);
    if (!event) return event.error();
    view.history.push_back(std::move(*event));
  }
  auto state = casework::replay(view.history);
  if (!state) return state.error();
  view.state = std::move(*state);
  auto rules = law(view.state.jurisdiction);
  if (!rules) return rules.error();
  view.steps = casework::next_steps(view.state, **rules, as_of);
  return view;
}

CaseEvent CaseActs::event(casework::What what, const ActOptions& options, const Jurisdiction& law) const {
  const Instant recorded = clock_();
  CaseEvent made;
  made.at = options.at ? *options.at : options.on ? casework::some_time_on(*options.on) : recorded;
  made.on = options.on ? *options.on : law.local_date(made.at);
  made.recorded = recorded;
  // A day that is known without its hour may still be today.
  if (!options.at && options.on && recorded.utc_seconds < made.at.utc_seconds &&
      *options.on <= law.local_date(recorded))
    made.at = recorded;
  made.by = options.actor.id;
  made.role = options.actor.role;
  const auto* row = casework::transition_of(casework::kind_of(what));
  made.rule = options.rule.empty() ? std::string(row->rule) : options.rule;
  made.what = std::move(what);
  return made;
}

/// Applies the events and makes of the case what is looked up about it.
Result<store::CaseChange> CaseActs::change(Case so_far, const Events& events, Case& after) {
  store::CaseChange change{.id = so_far.number, .expected_version = so_far.version};
  const auto before = so_far.reviewers;
  const auto known = so_far.version == 0 ? decltype(change.names)() : names_of(so_far);
  for (const CaseEvent& each : events) {
    auto bytes = casework::to_bytes(each);
    if (!bytes) return bytes.error();
    const auto in_time = casework::fits_in_time(so_far, each);
    auto next = casework::apply(std::move(so_far), each);
    if (!next) return next.error();
    if (!in_time) return in_time.error(); // what may not happen at all is told first
    so_far = std::move(*next);
    change.events.push_back(
        {std::string(casework::kind_of(each.what)), std::move(*bytes), each.recorded, each.on, each.by, each.role});
  }
  auto made = look_up_of(so_far);
  if (!made) return made.error();
  change.id = so_far.number;
  change.row = std::move(made->row);
  change.steps = std::move(made->steps);
  for (auto& name : made->names)
    if (std::find(known.begin(), known.end(), name) == known.end()) change.names.push_back(std::move(name));
  for (const auto& part : before) // who stepped back does not find the case any more
    if (std::none_of(so_far.reviewers.begin(), so_far.reviewers.end(),
                     [&](const auto& now) { return now.id == part.id; }))
      change.names_gone.emplace_back("reviewer", part.id);
  after = std::move(so_far);
  return change;
}

Result<store::CaseChange> CaseActs::look_up_of(const Case& state) {
  auto rules = law(state.jurisdiction);
  if (!rules) return rules.error();
  store::CaseChange made{.id = state.number, .row = row_of(state), .names = names_of(state)};
  for (const auto& step : casework::next_steps(state, **rules, state.received_on)) made.steps.push_back(row_of(step));
  return made;
}

Result<ActAnswer> CaseActs::act(const std::string& number, const ActOptions& options, const std::string& fingerprint,
                                const Plan& plan) {
  for (int attempt = 0; attempt < tries; ++attempt) {
    auto so_far = load(number);
    if (!so_far) return so_far.error();
    auto rules = law(so_far->jurisdiction);
    if (!rules) return rules.error();
    auto planned = is_as_seen(*so_far, options) ? plan(*so_far, **rules) : Result<Planned>(moved_on(number, *so_far));
    ActAnswer answer{.number = number, .state = {}};
    Result<store::CaseChange> made = planned ? change(std::move(*so_far), planned->events, answer.state)
                                             : Result<store::CaseChange>(planned.error());
    // A repeated request must find its answer although the case has moved on and the act may no longer happen.
    store::Batch batch{.key = options.key, .fingerprint = sha256_hex(number + "\n" + fingerprint), .cases = {}};
    if (made) {
      batch.cases.push_back(std::move(*made));
      batch.cases.back().known_by = options.actor.known_by;
      batch.records = std::move(planned->records);
    }
    if (!made && options.key.empty()) return made.error();
    if (!made) {
      auto known = store_.answered(batch.key, batch.fingerprint);
      if (!known) return known.error();
      if (!*known) return made.error();
    }
    auto done =
        made ? store_.commit(batch) : Result<store::Committed>(store::Committed{store::Answer::Repeated, {}, {}});
    if (!done) return done.error();
    if (done->answer == store::Answer::Conflict) continue;
    if (done->answer == store::Answer::Written) return answer;
    auto now_so = load(number);
    if (!now_so) return now_so.error();
    return ActAnswer{number, std::move(*now_so), true};
  }
  return overtaken(number);
}

Result<ActAnswer> CaseActs::record(const std::string& number, casework::What what, const ActOptions& options) {
  const std::string fingerprint = fmt::format("{} {}", casework::kind_of(what), casework::fields_json(what));
  return act(number, options, fingerprint, [&](const Case& so_far, const Jurisdiction& rules) -> Result<Planned> {
    CaseEvent made = event(what, options, rules);
    fill_in(so_far, rules, made.on, made.what);
    return Planned{.events = {std::move(made)}};
  });
}

Result<Done> CaseActs::check(const Case& so_far, casework::What what, const ActOptions& options) {
  auto rules = law(so_far.jurisdiction);
  if (!rules) return rules.error();
  CaseEvent made = event(std::move(what), options, **rules);
  fill_in(so_far, **rules, made.on, made.what);
  auto after = casework::apply(so_far, made);
  if (!after) return after.error();
  return casework::fits_in_time(so_far, made);
}

Result<ActAnswer> CaseActs::screen(const std::string& number, const ActOptions& options) {
  return act(number, options, "screen", [&](const Case& so_far, const Jurisdiction& rules) -> Result<Planned> {
    CaseEvent made = event(casework::Screened{}, options, rules);
    auto finding = screening(so_far, rules, made.on);
    if (!finding) return finding.error();
    made.what = std::move(*finding);
    return Planned{.events = {std::move(made)}};
  });
}

Result<int> CaseActs::raise_overdue(Date as_of, const ActOptions& options) {
  int raised = 0;
  store::QueueQuery query{.role = {}, .from = {}, .to = as_of.plus_days(-1), .after = {}, .limit = 500};
  do {
    auto page = store_.queue(query);
    if (!page) return page.error();
    for (const auto& row : page->rows) {
      if (row.rule.empty() || row.step == "appeal") continue; // a right that lapsed is nobody's lateness
      auto state = load(row.case_id);
      if (!state) return state.error();
      if (state->overdue.contains(row.rule + " " + row.due_on->iso())) continue;
      ActOptions one = options;
      one.on = as_of;
      auto done = record(row.case_id, casework::OverdueRaised{row.rule, row.role, row.due_on}, one);
      if (!done) return done.error();
      ++raised;
    }
    query.after = page->next;
  } while (!query.after.empty());
  return raised;
}

} // namespace openimr::desk
