#include "people/permission.h"

#include "base/files.h"
#include "base/hash.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::people {
namespace {

constexpr std::int64_t glass_seconds = 4 * 60 * 60;
constexpr std::size_t shortest_reason = 10;

/// The scopes in order of width, so that the widest of several roles counts.
bool is_wider(const std::string& scope, const std::string& other) { return scope == "all" && other != "all"; }

/// Whether a scope reaches a case of the person's.
bool reaches(const std::string& scope, bool is_assigned, bool is_proposed, bool is_second) {
  if (scope == "duplicate") return is_second;
  return scope == "all" || is_assigned || (scope == "proposed" && is_proposed);
}

std::string known(const text::Value& value, const std::set<std::string>& roles) {
  std::string role = value.string();
  if (!roles.contains(role))
    value.problem(fmt::format("\"{}\"", role), "one of the roles above", "correct the role, or add it to `roles`");
  return role;
}

Permissions::Act read_act(const text::Value& item, const std::set<std::string>& roles) {
  item.only({"id", "title", "citation", "why", "roles", "break_glass", "not_on_own", "events"});
  Permissions::Act act{item.required("id").string(),
                       item.required("title").string(),
                       item.required("citation").string(),
                       item.required("why").string(),
                       {},
                       {},
                       item["not_on_own"].boolean()};
  for (const auto& [role, scope] : item.required("roles").fields()) {
    if (!roles.contains(role))
      scope.problem(fmt::format("\"{}\"", role), "one of the roles above", "correct the role, or add it to `roles`");
    act.roles[role] = scope.one_of({"all", "assigned", "proposed", "duplicate"});
  }
  for (const text::Value& role : item["break_glass"].list()) act.break_glass.insert(known(role, roles));
  act.events = item["events"].strings();
  return act;
}

} // namespace

Result<Permissions> Permissions::load(const std::string& packs_folder) {
  const std::string path = packs_folder + "/organization/roles.yaml";
  auto bytes = read_file(path, std::size_t{4} << 20);
  if (!bytes) return bytes.error();
  auto file = text::DataFile::parse(path, *bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "roles", "apart", "acts"});
  Permissions permissions;
  std::set<std::string> roles;
  for (const text::Value& item : root.required("roles").list()) {
    item.only({"id", "title"});
    permissions.roles_.emplace_back(item.required("id").string(), item.required("title").string());
    roles.insert(permissions.roles_.back().first);
  }
  for (const text::Value& item : root["apart"].list()) {
    item.only({"roles", "why"});
    const auto pair = item.required("roles").list();
    if (pair.size() != 2)
      item.problem(fmt::format("{} roles", pair.size()), "two", "write a line for each pair");
    else
      permissions.apart_.push_back({known(pair[0], roles), known(pair[1], roles), item.required("why").string()});
  }
  for (const text::Value& item : root.required("acts").list()) {
    Act act = read_act(item, roles);
    const std::string id = act.id;
    for (const std::string& kind : act.events)
      if (const auto* other = permissions.act_of_event(kind))
        item["events"].problem(fmt::format("\"{}\", which is {} already", kind, other->id), "one act for each kind",
                               "leave it with one of the two");
    if (!permissions.acts_.emplace(id, std::move(act)).second)
      item["id"].problem(fmt::format("\"{}\"", id), "an act that is named once", "put both lines into one");
  }
  if (!reader.problems().empty()) return reader.as_error();
  permissions.sha256_ = sha256_hex(*bytes);
  return permissions;
}

const Permissions::Act* Permissions::act_of_event(const std::string& kind) const {
  for (const auto& [id, act] : acts_)
    if (std::find(act.events.begin(), act.events.end(), kind) != act.events.end()) return &act;
  return nullptr;
}

Decision Permissions::may(const Person& person, const std::string& act, const Subject& subject,
                          std::int64_t now) const {
  const auto found = acts_.find(act);
  if (found == acts_.end()) return {false, "", fmt::format("no act {} is known", act), false};
  const Act& rule = found->second;
  const bool is_assigned = !subject.case_number.empty() && person.assigned.contains(subject.case_number);
  const bool is_proposed = !subject.case_number.empty() && person.proposed.contains(subject.case_number);
  const bool is_second = !subject.case_number.empty() && person.second.contains(subject.case_number);
  if (rule.is_not_on_own && (is_assigned || is_proposed))
    return {false, "", fmt::format("not on a case of one's own: {} ({})", rule.why, rule.citation), false};
  std::string role, scope;
  for (const std::string& held : person.roles) {
    const auto given = rule.roles.find(held);
    if (given == rule.roles.end() || !reaches(given->second, is_assigned, is_proposed, is_second)) continue;
    if (role.empty() || is_wider(given->second, scope)) {
      role = held;
      scope = given->second;
    }
  }
  if (!role.empty()) return {true, role, fmt::format("{} ({})", rule.why, rule.citation), false};
  for (const BreakGlass& glass : person.glass)
    if (glass.act == act && glass.case_number == subject.case_number && now < glass.until)
      for (const std::string& held : person.roles)
        if (rule.break_glass.contains(held)) return {true, held, "glass broken: " + glass.reason, true};
  const bool wants_assignment = std::any_of(person.roles.begin(), person.roles.end(),
                                            [&](const std::string& held) { return rule.roles.contains(held); });
  return {false, "",
          fmt::format("{}: {} ({})", wants_assignment ? "only on assigned cases" : "for other roles", rule.why,
                      rule.citation),
          false};
}

Result<BreakGlass> Permissions::break_glass(const Person& person, const std::string& act,
                                            const std::string& case_number, const std::string& reason,
                                            std::int64_t now) const {
  const auto found = acts_.find(act);
  const bool may_break = found != acts_.end() && !case_number.empty() &&
                         std::any_of(person.roles.begin(), person.roles.end(),
                                     [&](const std::string& role) { return found->second.break_glass.contains(role); });
  if (!may_break)
    return Error{ErrorKind::Refused, fmt::format("{} {}", act, case_number),
                 "an act that is closed to this person also in an emergency",
                 "an act and a case for which a role may break the glass", "ask a person whose role has it"};
  if (reason.size() < shortest_reason)
    return Error{ErrorKind::Input, "reason", reason.empty() ? "nothing" : "\"" + reason + "\"",
                 "what happened and why it cannot wait", "write a sentence; it is read by the compliance officers"};
  return BreakGlass{act, case_number, reason, now + glass_seconds};
}

Result<Done> Permissions::check_roles(const std::set<std::string>& roles) const {
  for (const std::string& role : roles)
    if (std::none_of(roles_.begin(), roles_.end(), [&](const auto& one) { return one.first == role; }))
      return Error{ErrorKind::Input, "role", role, "a role of packs/organization/roles.yaml",
                   "see `openimr people roles`"};
  if (roles.empty()) return Error{ErrorKind::Input, "role", "none", "one role at least", "see `openimr people roles`"};
  for (const Apart& apart : apart_)
    if (roles.contains(apart.one) && roles.contains(apart.other))
      return Error{ErrorKind::Refused, "roles", fmt::format("{} and {} for one person", apart.one, apart.other),
                   "one of the two", apart.why};
  return Done{};
}

} // namespace openimr::people
