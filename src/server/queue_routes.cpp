// Queues, the calendar, and what changes.
#include "answers/casework_json.h"
#include "answers/to_json.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <charconv>

namespace openimr::server {
namespace {

namespace json = boost::json;

Result<std::optional<Date>> day_of(const Call& call, const std::string& name) {
  const std::string written = call.query(name);
  if (written.empty()) return std::optional<Date>();
  if (auto date = Date::parse_iso(written)) return std::optional(*date);
  return Error{ErrorKind::Input, name, "\"" + written.substr(0, 40) + "\"", "a day such as 2015-01-16",
               "write year-month-day"};
}

Result<store::QueueQuery> query_of(const Call& call) {
  store::QueueQuery query{.role = call.query("role"), .from = {}, .to = {}, .after = call.query("after"), .limit = 50};
  for (auto [name, day] : {std::pair{"from", &query.from}, {"to", &query.to}}) {
    auto date = day_of(call, name);
    if (!date) return date.error();
    *day = *date;
  }
  auto limit = limit_of(call);
  if (!limit) return limit.error();
  query.limit = *limit;
  return query;
}

/// Rows that the person may see: who may see parties sees all; a reviewer what is assigned.
Result<store::QueuePage> page_of(Call& call, store::QueueQuery query) {
  if (!refusal(call, "party_identity_read")) return call.here.store->queue(query);
  store::QueuePage seen;
  const auto wanted = static_cast<std::size_t>(query.limit);
  query.limit = 500;
  do {
    auto page = call.here.store->queue(query);
    if (!page) return page.error();
    for (const auto& row : page->rows)
      if (seen.rows.size() < wanted && !refusal(call, "party_identity_read", row.case_id)) seen.rows.push_back(row);
    query.after = page->next;
  } while (!query.after.empty() && seen.rows.size() < wanted);
  return seen;
}

bool is_reviewer_only(const Call& call) { return call.who->roles == std::set<std::string>{"reviewer"}; }

std::optional<Response> refused(const Call& call) {
  return is_reviewer_only(call) ? std::nullopt : refusal(call, "party_identity_read");
}

Response queues(Call& call) {
  if (auto no = refused(call)) return std::move(*no);
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto query = query_of(call);
  if (!query) return problem(query.error());
  auto page = page_of(call, *query);
  if (!page) return problem(page.error());
  json::array rows;
  for (const auto& row : page->rows) rows.push_back(answers::to_json(row, *day));
  return answer(json::object{{"as_of", day->iso()},
                             {"rows", rows},
                             {"next", page->next.empty() ? json::value(nullptr) : json::value(page->next)}});
}

Response calendar(Call& call) {
  if (auto no = refused(call)) return std::move(*no);
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto query = query_of(call);
  if (!query) return problem(query.error());
  auto page = page_of(call, *query);
  if (!page) return problem(page.error());
  std::map<std::string, desk::CaseView> views;
  json::array rows;
  for (const auto& row : page->rows) {
    if (!row.due_on) continue;
    auto view = views.find(row.case_id);
    if (view == views.end()) {
      auto read = call.here.acts->view(row.case_id, *day);
      if (!read) return problem(read.error());
      view = views.emplace(row.case_id, std::move(*read)).first;
    }
    json::object one = answers::to_json(row, *day).as_object();
    one["due"] = nullptr;
    for (const auto& step : view->second.steps)
      if (step.id == row.step && step.due) one["due"] = answers::to_json(*step.due);
    rows.push_back(std::move(one));
  }
  return answer(json::object{{"as_of", day->iso()},
                             {"rows", rows},
                             {"next", page->next.empty() ? json::value(nullptr) : json::value(page->next)}});
}

Response changes(Call& call) {
  std::uint64_t last = 0;
  const auto told = call.request.header("last-event-id");
  std::from_chars(told.data(), told.data() + told.size(), last);
  const bool sees_all = !refusal(call, "party_identity_read");
  if (!sees_all && !is_reviewer_only(call)) return std::move(*refusal(call, "party_identity_read"));
  Response response;
  response.set("Content-Type", "text/event-stream");
  response.set("X-Accel-Buffering", "no");
  // A reviewer hears the numbers of cases only; what they hold is asked for and refused there.
  response.events = call.house.changes.listen(last, [](const std::string&) { return true; });
  return response;
}

} // namespace

Routes queue_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/queues",
       .handler = queues,
       .summary = "What waits for whom, by due date",
       .answer = "queue",
       .refusals = {403, 422},
       .queries = {"role", "from", "to", "after", "limit", "as_of"}},
      {.method = "GET",
       .pattern = "/api/v1/calendar",
       .handler = calendar,
       .summary = "Steps with a due date, each with how it came about",
       .answer = "api_calendar",
       .refusals = {403, 422},
       .queries = {"role", "from", "to", "after", "limit", "as_of"}},
      {.method = "GET",
       .pattern = "/api/v1/changes",
       .handler = changes,
       .summary = "Server-sent events: which case has moved on",
       .refusals = {403},
       .media = "text/event-stream"},
  };
}

} // namespace openimr::server
