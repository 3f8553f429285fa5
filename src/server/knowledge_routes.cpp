// The law, the accounts, the log, and how the house stands.
#include "answers/to_json.h"
#include "desk/account_book.h"
#include "jurisdictions/due.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <set>

namespace openimr::server {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

Response jurisdictions_list(Call& call) {
  std::set<std::string> ids;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(call.office().installation().packs_folder + "/jurisdictions", failed))
    if (entry.is_directory(failed)) ids.insert(entry.path().filename().string());
  json::array rows;
  for (const auto& id : ids) {
    auto law = call.office().law(id);
    if (!law) continue;
    json::array rules;
    for (const auto& rule : jurisdictions::list_rules(**law))
      rules.push_back(json::object{{"rule", rule.rule},
                                   {"title", rule.title},
                                   {"event", rule.event},
                                   {"period", rule.period},
                                   {"citation", rule.citation},
                                   {"verified", rule.verified}});
    rows.push_back(json::object{{"id", id}, {"rules", rules}});
  }
  return answer(json::object{{"jurisdictions", rows}});
}

Response due(Call& call) {
  auto body = Body::read(call.request, {"jurisdiction", "rule", "event", "served_by", "to", "calendar"});
  if (!body) return problem(body.error());
  const std::string jurisdiction = body->text("jurisdiction"), rule = body->text("rule");
  jurisdictions::Event event;
  const auto day = body->day("event");
  event.served_by = body->text("served_by");
  event.to = body->text("to");
  event.calendar = body->text("calendar");
  if (!day) body->wrong("event", "nothing", "the day that the rule counts from");
  const bool is_plain = jurisdiction.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (!is_plain) body->wrong("jurisdiction", "no id", "an id of GET /api/v1/jurisdictions");
  if (body->error()) return problem(*body->error());
  event.on = *day;
  auto law = call.office().law(jurisdiction.empty() ? "us-ca-wc" : jurisdiction);
  if (!law) return problem(law.error());
  auto found = jurisdictions::due(**law, rule, event);
  if (!found) return problem(found.error());
  return answer(answers::to_json(*found));
}

/// 403 with the pack's reason unless one of the person's roles may do the act at all.
std::optional<Response> refused(Call& call, const std::string& act) {
  auto decision = call.office().may(call.caller(), act, "");
  if (!decision) return problem(decision.error());
  if (decision->is_allowed) return std::nullopt;
  return problem(403,
                 Error{ErrorKind::Refused, act, call.caller().account(), std::string(desk::who_may), decision->reason});
}

Response accounts(Call& call) {
  if (auto no = refused(call, "account_change")) return std::move(*no);
  auto all = call.house.accounts.all();
  if (!all) return problem(all.error());
  const std::int64_t now = desk::now().utc_seconds;
  json::array rows;
  for (const auto& [id, account] : *all)
    rows.push_back(json::object{{"id", id},
                                {"roles", json::array(account.roles.begin(), account.roles.end())},
                                {"state", !account.is_active           ? "closed"
                                          : now < account.locked_until ? "locked"
                                                                       : "open"}});
  return answer(json::object{{"accounts", rows}});
}

Response add_account(Call& call) {
  if (auto no = refused(call, "account_change")) return std::move(*no);
  auto body = Body::read(call.request, {"id", "name", "password", "roles"});
  if (!body) return problem(body.error());
  const auto roles = body->texts("roles");
  const desk::NewAccount fresh{
      body->text("id"), body->text("name"), body->text("password"), {roles.begin(), roles.end()}};
  if (body->error()) return problem(*body->error());
  auto all = call.house.accounts.all();
  if (!all) return problem(all.error());
  if (all->contains(fresh.id)) return problem(409, "there is an account of this id", "choose another");
  auto added = desk::add_account(call.house.accounts.book(), call.office().permissions(), fresh,
                                 call.house.options.organization);
  if (!added) return problem(added.error());
  return answer(json::object{{"id", fresh.id}, {"enrolment", *added}}, 201);
}

Response set_active(Call& call) {
  if (auto no = refused(call, "account_change")) return std::move(*no);
  auto body = Body::read(call.request, {"active"});
  if (!body) return problem(body.error());
  if (!body->find("active")) body->wrong("active", "nothing", "true or false");
  const bool is_active = body->flag("active");
  if (body->error()) return problem(*body->error());
  auto done = desk::set_active(call.house.accounts.book(), call.name("id"), is_active);
  if (!done) return problem(done.error());
  Response response;
  response.status = 204;
  return response;
}

Response audit(Call& call) {
  if (auto no = refused(call, "audit_read")) return std::move(*no);
  auto limit = limit_of(call);
  if (!limit) return problem(limit.error());
  const std::string number = call.query("case"), after = call.query("after");
  std::uint64_t from = 0;
  std::from_chars(after.data(), after.data() + after.size(), from);
  if (!after.empty()) ++from;
  json::array rows;
  auto done = call.office().store().each_log_row(from, [&](std::string_view row) {
    auto value = json::parse(row);
    const auto* of = value.as_object().if_contains("case");
    if (number.empty() || (of && of->is_string() && of->as_string() == number)) rows.push_back(std::move(value));
    return static_cast<int>(rows.size()) < *limit;
  });
  if (!done) return problem(done.error());
  const bool is_full = static_cast<int>(rows.size()) == *limit;
  const json::value next = is_full ? json::value(rows.back().as_object().at("seq")) : json::value(nullptr);
  return answer(json::object{{"rows", rows}, {"next", next}});
}

/// Volumes by state, how old open cases are, what was decided. Counted, nobody named.
Response dashboard(Call& call) {
  store::SearchQuery query;
  query.limit = 1000;
  std::map<std::string, int> by_status, by_outcome, by_age, by_month;
  auto told = today(call);
  if (!told) return problem(told.error());
  const Date day = *told;
  for (;;) {
    auto rows = call.office().search(call.caller(), query);
    if (!rows) return problem(rows.error());
    for (const auto& row : *rows) {
      ++by_status[row.status];
      ++by_month[row.received_on.iso().substr(0, 7)];
      if (!row.outcome.empty()) ++by_outcome[row.outcome.substr(0, row.outcome.find('('))];
      if (row.status == "closed" || row.status == "determined") continue;
      const int days = day.days_since(row.received_on);
      ++by_age[days <= 30 ? "0-30" : days <= 45 ? "31-45" : days <= 90 ? "46-90" : "over 90"];
      query.after = row.id;
    }
    if (static_cast<int>(rows->size()) < query.limit) break;
    query.after = rows->back().id;
  }
  const auto counted = [](const std::map<std::string, int>& counts) {
    json::object object;
    for (const auto& [name, count] : counts) object[name] = count;
    return object;
  };
  return answer(json::object{{"as_of", day.iso()},
                             {"by_status", counted(by_status)},
                             {"by_outcome", counted(by_outcome)},
                             {"open_by_age_days", counted(by_age)},
                             {"received_by_month", counted(by_month)}});
}

} // namespace

Routes knowledge_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/jurisdictions",
       .handler = jurisdictions_list,
       .summary = "Jurisdictions and their rules of time",
       .answer = "api_jurisdictions"},
      {.method = "POST",
       .pattern = "/api/v1/due",
       .handler = due,
       .summary = "When something is due, step by step with the law",
       .answer = "due",
       .refusals = {404, 422},
       .body = "jurisdiction, rule, event, served_by, to, calendar",
       .most_body = 16384},
      {.method = "GET",
       .pattern = "/api/v1/accounts",
       .handler = accounts,
       .summary = "Accounts, their roles and state",
       .answer = "people_list",
       .refusals = {403}},
      {.method = "POST",
       .pattern = "/api/v1/accounts",
       .handler = add_account,
       .summary = "A new account; the answer is what an authenticator program reads, once",
       .answer = "api_account",
       .refusals = {403, 409, 422},
       .body = "id, name, password, roles",
       .status = 201,
       .most_body = 16384},
      {.method = "POST",
       .pattern = "/api/v1/accounts/{id}/active",
       .handler = set_active,
       .summary = "Opens or closes an account",
       .refusals = {403, 404, 422},
       .body = "active",
       .status = 204,
       .most_body = 4096},
      {.method = "GET",
       .pattern = "/api/v1/audit",
       .handler = audit,
       .summary = "Rows of the audit log",
       .answer = "api_audit",
       .refusals = {403, 422},
       .queries = {"case", "after", "limit"}},
      {.method = "GET",
       .pattern = "/api/v1/dashboard",
       .handler = dashboard,
       .summary = "Volumes by state, ages of open cases, outcomes",
       .answer = "api_dashboard",
       .refusals = {403}},
  };
}

} // namespace openimr::server
