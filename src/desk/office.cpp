#include "desk/office.h"

#include "casework/event_json.h"
#include "desk/account_book.h"
#include "desk/broken_glass.h"
#include "desk/moment.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::desk {

Office::Office(OfficePlaces places, Installation installation, std::function<Instant()> clock,
               people::Permissions permissions)
    : places_(std::move(places)), installation_(std::move(installation)), clock_(std::move(clock)),
      permissions_(std::move(permissions)) {}

Result<Office> Office::open(const OfficePlaces& places, Installation installation, std::function<Instant()> clock,
                            std::function<Instant()> wall) {
  auto permissions = people::Permissions::load(installation.packs_folder);
  if (!permissions) return permissions.error();
  Office office(places, std::move(installation), std::move(clock), std::move(*permissions));
  office.wall_ = wall ? std::move(wall) : office.clock_;
  auto store = store::open_store(places.store);
  if (!store) return store.error();
  office.store_ = std::make_unique<store::Store>(std::move(*store));
  if (!places.vault.where.empty()) {
    auto vault = open_vault(places.vault);
    if (!vault) return vault.error();
    office.vault_ = std::make_unique<vault::Vault>(std::move(*vault));
  }
  office.acts_ = std::make_unique<CaseActs>(*office.store_, office.installation_, office.clock_);
  office.acts_->keep_papers_in(office.vault_.get());
  return office;
}

Result<Caller> Office::believe(const std::string& account, const std::string& role) const {
  if (has_accounts())
    return Error{ErrorKind::Refused, account, "nobody who signed in", "a person of the account book",
                 "sign in with openimr people sign-in"};
  return Caller(account, {role}, false);
}

Result<std::map<std::string, people::Account>> Office::accounts() const {
  return places_.accounts == places_.store ? open_accounts(*store_) : open_accounts(places_.accounts);
}

// ----------------------------------------------------------------------------------------------------- what may be
// done

/// What the case says of the caller: proposed as its reviewer, or attested. Leave that was taken is looked up too.
Result<people::Person> Office::person(const Caller& caller, const casework::Case* state) {
  people::Person person{caller.account(), caller.roles(), {}, {}, {}};
  if (!state) return person;
  for (const auto& part : state->reviewers) {
    if (part.id != caller.account()) continue;
    person.proposed.insert(state->number);
    if (part.attested_on) person.assigned.insert(state->number);
  }
  for (const auto& duplicate : state->duplicates)
    if (duplicate.reviewer == caller.account() && duplicate.is_open()) person.second.insert(state->number);
  auto glass = broken_glass(*store_, caller.account());
  if (!glass) return glass.error();
  person.glass = std::move(*glass);
  return person;
}

namespace {

/// Whether the act would be open to the person as this case's reviewer once the attestation is there.
bool has_yet_to_attest(const people::Person& person, const people::Permissions& permissions, const std::string& act,
                       const std::string& number) {
  const auto rule = permissions.acts().find(act);
  if (number.empty() || rule == permissions.acts().end() || !person.roles.contains("reviewer")) return false;
  const auto scope = rule->second.roles.find("reviewer");
  return scope != rule->second.roles.end() && scope->second == "assigned" && person.proposed.contains(number) &&
         !person.assigned.contains(number);
}

} // namespace

/// The widest of the person's roles that both the pack and, for an event, casework's own table allow.
people::Decision Office::decide(const people::Person& person, const std::string& act, const std::string& number,
                                const std::string& kind) const {
  const std::int64_t now = clock_().utc_seconds;
  auto whole = permissions_.may(person, act, {number}, now);
  if (!whole.is_allowed || kind.empty() || casework::may(whole.role, kind)) return whole;
  for (const std::string& role : person.roles) {
    auto one = person;
    one.roles = {role};
    auto decision = permissions_.may(one, act, {number}, now);
    if (decision.is_allowed && casework::may(role, kind)) return decision;
  }
  const auto* row = casework::transition_of(kind);
  return {false, "", fmt::format("an event {} is told by {} ({})", kind, row->roles, row->rule), false};
}

Result<Office::Leave> Office::ask(const Caller& caller, const std::string& act, const casework::Case* state,
                                  const std::string& kind) {
  if (!caller.is_signed_in()) return Leave{{caller.account(), *caller.roles().begin(), "told"}, false};
  auto asking = person(caller, state);
  if (!asking) return asking.error();
  const std::string number = state ? state->number : "";
  const auto decision = decide(*asking, act, number, kind);
  if (decision.is_allowed)
    return Leave{{caller.account(), decision.role, decision.is_break_glass ? "break_glass" : "signed_in"},
                 decision.is_break_glass};
  auto refused = entry(caller, "access_refused", number);
  refused.details["asked"] = act;
  if (auto written = write(std::move(refused)); !written) return written.error();
  if (has_yet_to_attest(*asking, permissions_, act, number))
    return Error{ErrorKind::Refused, fmt::format("case {}, {}", number, act),
                 fmt::format("{}, who is proposed as reviewer and has not attested", caller.account()),
                 std::string(who_may),
                 "attest first, party by party, that there is no conflict: no paper opens before it (Labor Code "
                 "139.5(d)(5))"};
  return Error{ErrorKind::Refused, number.empty() ? act : fmt::format("case {}, {}", number, act),
               fmt::format("{} ({})", caller.account(), fmt::join(caller.roles(), ", ")), std::string(who_may),
               decision.reason};
}

std::optional<Office::Leave> Office::blind_leave(const Caller& caller, const casework::Case& state) const {
  if (!caller.is_signed_in() || !caller.roles().contains("reviewer")) return std::nullopt;
  for (const auto& each : state.duplicates)
    if (each.reviewer == caller.account() && each.is_open())
      return Leave{{caller.account(), "reviewer", "signed_in"}, false, true};
  return std::nullopt;
}

/// Who decides a case a second time is not `assigned` to it: nothing but its papers opens, and that after the
/// attestation.
Result<Office::Leave> Office::ask_papers(const Caller& caller, const casework::Case& state) {
  const auto blind = blind_leave(caller, state);
  const bool has_attested =
      blind && std::any_of(state.duplicates.begin(), state.duplicates.end(), [&](const auto& each) {
        return each.reviewer == caller.account() && each.is_open() && each.attested_on;
      });
  return has_attested ? Result<Leave>(*blind) : ask(caller, "page_read", &state);
}

Result<Date> Office::today(const std::string& jurisdiction) {
  auto rules = acts_->law(jurisdiction.empty() ? places_.jurisdiction : jurisdiction);
  if (!rules) return rules.error();
  return (*rules)->local_date(clock_());
}

Result<Office::Leave> Office::ask_event(const Caller& caller, const casework::Case* state, const std::string& kind) {
  const auto* act = permissions_.act_of_event(kind);
  return ask(caller, act ? act->id : "event " + kind, state, kind);
}

Result<people::Decision> Office::may(const Caller& caller, const std::string& act, const std::string& number) {
  if (!caller.is_signed_in()) return people::Decision{true, *caller.roles().begin(), "nobody signs in here", false};
  std::optional<casework::Case> state;
  if (!number.empty()) {
    auto loaded = acts_->load(number);
    if (!loaded) return loaded.error();
    state = std::move(*loaded);
  }
  auto asking = person(caller, state ? &*state : nullptr);
  if (!asking) return asking.error();
  return decide(*asking, act, number, "");
}

Result<people::BreakGlass> Office::break_glass(const Caller& caller, const std::string& act, const std::string& number,
                                               const std::string& reason) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto asking = person(caller, &*state);
  if (!asking) return asking.error();
  auto glass = permissions_.break_glass(*asking, act, number, reason, clock_().utc_seconds);
  if (!glass) return glass.error();
  auto row = entry(caller, ledger::acts::break_glass, number);
  row.details = {{"may", act}, {"reason", reason}, {"until", utc_text(glass->until)}};
  if (auto kept = keep_glass(*store_, caller.account(), *glass, std::move(row)); !kept) return kept.error();
  return glass;
}

Result<Actor> Office::leave_for(const Caller& caller, const std::string& act, const std::string& number) {
  std::optional<casework::Case> state;
  if (!number.empty()) {
    auto loaded = acts_->load(number);
    if (!loaded) return loaded.error();
    state = std::move(*loaded);
  }
  auto leave = ask(caller, act, state ? &*state : nullptr);
  if (!leave) return leave.error();
  return leave->actor;
}

// --------------------------------------------------------------------------------------------------------- the log

ledger::Entry Office::log_row(const Caller& caller, const Actor& actor, std::string_view act,
                              const std::string& number) {
  auto row = entry(caller, act, number);
  row.role = actor.role;
  row.details["known_by"] = actor.known_by;
  return row;
}

ledger::Entry Office::entry(const Caller& caller, std::string_view act, const std::string& number) {
  const Instant at = clock_();
  ledger::Entry row;
  row.at = utc_text(at.utc_seconds);
  std::string jurisdiction = places_.jurisdiction;
  if (!number.empty())
    if (auto found = store_->case_row(number)) jurisdiction = found->jurisdiction;
  auto rules = acts_->law(jurisdiction);
  row.local_date = rules ? (*rules)->local_date(at).iso() : row.at.substr(0, 10);
  row.actor = caller.account();
  row.act = act;
  row.case_number = number;
  return row;
}

Result<Done> Office::write(ledger::Entry entry) {
  auto done = store_->commit({.entries = {std::move(entry)}});
  if (!done) return done.error();
  return Done{};
}

Result<Done> Office::note_look(const Caller& caller, const Leave& leave, std::string_view act,
                               const std::string& number, const std::string& subject,
                               std::map<std::string, std::string> details) {
  auto row = entry(caller, act, number);
  row.role = leave.actor.role;
  row.subject = subject;
  row.details = std::move(details);
  row.details["known_by"] = leave.actor.known_by;
  return looks_ ? looks_->write(std::move(row)) : write(std::move(row));
}

} // namespace openimr::desk
