#include "casework/case.h"

#include "casework/applying.h"

#include <algorithm>
#include <array>

namespace openimr::casework {
namespace {

constexpr std::array<std::string_view, 12> outcome_names = {"INELIGIBLE",
                                                            "DUPLICATE_OF",
                                                            "DEFERRED_LIABILITY",
                                                            "WITHDRAWN_BY_APPLICANT",
                                                            "WITHDRAWN_BY_REQUESTING_PHYSICIAN",
                                                            "TERMINATED_AUTHORIZED",
                                                            "TERMINATED_SETTLEMENT_OR_AWARD",
                                                            "CONSOLIDATED_INTO",
                                                            "DETERMINED",
                                                            "DETERMINED_LATE",
                                                            "REVERSED_REMANDED",
                                                            "CORRECTED"};

/// Parts that more than one may have at a time: a new one is added and replaces nobody.
bool may_be_several(std::string_view role) {
  return role == "treating_physician" || role == "medical_group" || role.ends_with("facility") ||
         role.ends_with("manufacturer");
}

std::string place(const Case& so_far, const CaseEvent& event) {
  return fmt::format("case {}, {} on {}", so_far.number.empty() ? "(new)" : so_far.number, kind_of(event.what),
                     event.on.iso());
}

Error wrong_time(const Case& so_far, const CaseEvent& event, const Transition& row) {
  return {ErrorKind::Refused, place(so_far, event),
          fmt::format("a case that is {}", so_far.outcome
                                               ? fmt::format("{} ({})", name(so_far.status), name(*so_far.outcome))
                                               : std::string(name(so_far.status))),
          fmt::format("it {}", row.when), row.rule.empty() ? "" : fmt::format("rule: {}", row.rule)};
}

/// What holds for events of every kind.
Refusal check(const Case& so_far, const CaseEvent& event, const Transition& row) {
  if ((row.from & bit(so_far.status)) == 0) return wrong_time(so_far, event, row);
  if (!may(event.role, row.kind))
    return Error{ErrorKind::Refused, place(so_far, event), fmt::format("the role \"{}\"", event.role),
                 row.roles.empty() ? "a role that may act" : fmt::format("one of: {}", row.roles),
                 row.rule.empty() ? "" : fmt::format("rule: {}", row.rule)};
  if (event.by.empty())
    return Error{ErrorKind::Input, place(so_far, event), "nobody", "who did it", "every act has a person or a program"};
  if (event.recorded.utc_seconds < event.at.utc_seconds)
    return Error{ErrorKind::Input, place(so_far, event), "a moment after the one it was written down in",
                 "something that has happened", "correct the moment of the event"};
  return {};
}

} // namespace

std::string_view name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

const CaseItem* Case::item(std::string_view id) const {
  for (const CaseItem& each : items)
    if (each.id == id) return &each;
  return nullptr;
}

std::string Case::party_on(std::string_view role, Date day) const {
  std::string name;
  for (const PartySpell& each : parties) // in order of recording: of two from one day the later told counts
    if (each.role == role && (!each.from || *each.from <= day)) name = each.name;
  return name;
}

std::vector<std::string> Case::parties_on(Date day) const {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  const auto is_replaced = [&](const PartySpell& party) {
    if (may_be_several(party.role)) return false;
    return std::any_of(parties.begin(), parties.end(), [&](const PartySpell& other) {
      return &other > &party && other.role == party.role && other.from && *other.from <= day;
    });
  };
  for (const PartySpell& each : parties)
    if ((!each.from || *each.from <= day) && !is_replaced(each)) add(each.name);
  return names;
}

std::vector<std::string> Case::service_list(Date day) const {
  std::vector<std::string> names;
  for (const char* role : {"employee", "representative", "representative_attorney", "employer", "claims_administrator",
                           "requesting_physician"})
    if (auto name = party_on(role, day); !name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  return names;
}

std::string Case::resolved_decision(const std::string& id) const {
  int upheld = 0, overturned = 0;
  for (const ReviewerPart& each : reviewers) {
    const auto decision = each.decisions.find(id);
    if (decision == each.decisions.end()) continue;
    ++(decision->second == "upheld" ? upheld : overturned);
  }
  if (upheld + overturned == 0) return "";
  return upheld > overturned ? "upheld" : "overturned";
}

Instant some_time_on(Date day) { return *Instant::parse_iso(day.iso() + "T20:00:00Z"); }

/// Told by its day alone an event stands at noon, or, of today before noon, at the moment it was written down in.
bool has_hour(const CaseEvent& event) {
  return event.at.utc_seconds != some_time_on(event.on).utc_seconds &&
         event.at.utc_seconds != event.recorded.utc_seconds;
}

namespace {

/// The latest hour of each kind; an event without one makes the hour of its kind unknown.
void note_hour(Case& so_far, const CaseEvent& event) {
  const auto note = [&](std::string key) {
    if (has_hour(event))
      so_far.moments.insert_or_assign(std::move(key), event.at);
    else
      so_far.moments.erase(key);
  };
  note(std::string(kind_of(event.what)));
  if (const auto* notice = std::get_if<NoticeSent>(&event.what)) note("notice_sent/" + notice->notice);
  if (const auto* corrected = std::get_if<DayCorrected>(&event.what)) so_far.moments.erase(corrected->of);
  std::visit(
      [&](const auto& what) {
        if constexpr (requires { what.reviewer; })
          note(fmt::format("{}/{}", std::decay_t<decltype(what)>::kind, what.reviewer));
      },
      event.what);
}

} // namespace

Result<Case> apply(Case so_far, const CaseEvent& event) {
  const Transition* row = transition_of(kind_of(event.what));
  assert(row && "every kind of event has a row");
  if (auto refusal = check(so_far, event, *row)) return *refusal;
  if (auto refusal = std::visit(Applying(so_far, event, *row), event.what)) return *refusal;
  if (row->to) so_far.status = *row->to;
  if (!std::holds_alternative<DayCorrected>(event.what)) so_far.days.insert_or_assign(std::string(row->kind), event.on);
  if (const auto* notice = std::get_if<NoticeSent>(&event.what))
    so_far.days.insert_or_assign("notice_sent/" + notice->notice, event.on);
  note_hour(so_far, event);
  ++so_far.version;
  return so_far;
}

Result<Case> replay(const std::vector<CaseEvent>& history) {
  Case so_far;
  for (const CaseEvent& event : history) {
    auto next = apply(std::move(so_far), event);
    if (!next) {
      Error error = next.error();
      error.where = fmt::format("event {} of {}: {}", &event - history.data() + 1, history.size(), error.where);
      return error;
    }
    so_far = std::move(*next);
  }
  return so_far;
}

} // namespace openimr::casework
