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

Response queues(Call& call) {
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto query = query_of(call);
  if (!query) return problem(query.error());
  auto page = call.office().queue(call.caller(), *query);
  if (!page) return problem(page.error());
  json::array rows;
  for (const auto& row : page->rows) rows.push_back(answers::to_json(row, *day));
  return answer(json::object{{"as_of", day->iso()},
                             {"rows", rows},
                             {"next", page->next.empty() ? json::value(nullptr) : json::value(page->next)}});
}

Response calendar(Call& call) {
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto query = query_of(call);
  if (!query) return problem(query.error());
  auto page = call.office().queue(call.caller(), *query);
  if (!page) return problem(page.error());
  std::map<std::string, desk::CaseView> views;
  json::array rows;
  for (const auto& row : page->rows) {
    if (!row.due_on) continue;
    auto view = views.find(row.case_id);
    if (view == views.end()) {
      auto read = call.office().acts().view(row.case_id, *day);
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
  Response response;
  response.set("Content-Type", "text/event-stream");
  response.set("X-Accel-Buffering", "no");
  // Only that a case of this number moved on; what it holds is asked for, and refused, elsewhere.
  response.events = call.house.changes.listen(last);
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
