// Cases: find, open, look, and tell what happened.
#include "answers/casework_json.h"
#include "casework/event_json.h"
#include "casework/transitions.h"
#include "intake/unpack_archive.h"
#include "server/house.h"
#include "server/reading.h"
#include "server/upload.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <vector>

namespace openimr::server {
namespace {

namespace json = boost::json;

std::string tag_of(std::int64_t version) { return fmt::format("\"{}\"", version); }

/// What an act answers with: as `openimr case event --json`.
Response acted(Call& call, const Result<desk::ActAnswer>& done, int status, std::optional<Date> on = {}) {
  if (!done) return problem(done.error());
  auto law = call.office().law(done->state.jurisdiction);
  if (!law) return problem(law.error());
  const Date day = on.value_or((*law)->local_date(call.office().clock()));
  Response response = answer(
      answers::act_json(done->state, done->was_repeated, casework::next_steps(done->state, **law, day), day), status);
  response.set("ETag", tag_of(done->state.version));
  if (status == 201) response.set("Location", "/api/v1/cases/" + done->number);
  return response;
}

Response search(Call& call) {
  auto body =
      Body::read(call.request, {"number", "person", "claim", "party", "status", "from", "to", "after", "limit"});
  if (!body) return problem(body.error());
  store::SearchQuery query{.number = body->text("number"),
                           .person = body->text("person"),
                           .claim = body->text("claim"),
                           .party = body->text("party"),
                           .reviewer = {},
                           .status = body->text("status"),
                           .from = body->day("from"),
                           .to = body->day("to"),
                           .after = body->text("after"),
                           .limit = static_cast<int>(body->number("limit", 50, 1, 1000))};
  if (!query.status.empty() && !casework::status_of(query.status))
    body->wrong("status", "\"" + query.status.substr(0, 40) + "\"", "a status of docs/schemas/case.schema.json");
  if (body->error()) return problem(*body->error());
  auto rows = call.office().search(call.caller(), query);
  if (!rows) return problem(rows.error());
  json::array cases;
  for (const auto& row : *rows) cases.push_back(answers::to_json(row));
  const bool is_full = static_cast<int>(rows->size()) == query.limit;
  const json::value next = is_full ? json::value(rows->back().id) : json::value(nullptr);
  return answer(json::object{{"cases", cases}, {"next", next}});
}

/// The folder that holds application.yaml: the archive's own, or the only one in it.
std::string case_folder_in(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code failed;
  if (fs::exists(folder + "/application.yaml", failed)) return folder;
  std::vector<std::string> inside;
  for (const auto& entry : fs::directory_iterator(folder, failed)) inside.push_back(entry.path().string());
  return inside.size() == 1 && fs::exists(inside.front() + "/application.yaml", failed) ? inside.front() : "";
}

/// A case from an uploaded ZIP of a case folder. The archive is opened by the confined worker.
Response open_from_upload(Call& call, const std::string& id, const std::string& number, desk::ActOptions options) {
  if (auto may = call.office().leave_for(call.caller(), "case_open", ""); !may) return problem(may.error());
  const auto upload = find_upload(call, id);
  if (!upload || upload->offset != upload->length)
    return problem(
        Error{ErrorKind::Input, "upload", "no finished upload of yours", "the id of one", "send every piece first"});
  if (!call.has_time) throw NeedsTime{};
  auto folder = desk::CaseFolder::make(call.house.options.spool);
  if (!folder) return problem(folder.error());
  intake::ReadOptions reading;
  reading.worker_program = call.office().installation().worker_program;
  auto unpacked = intake::unpack_archive(upload->path, folder->path(), reading);
  if (!unpacked) {
    Error error = unpacked.error();
    error.where = "upload";
    return problem(error);
  }
  const std::string place = case_folder_in(folder->path());
  if (place.empty())
    return problem(Error{ErrorKind::Input, "upload", "no application.yaml",
                         "a case folder with application.yaml and documents/", "pack the folder itself"});
  const std::optional<Date> on = options.on;
  auto done = call.office().import_case(call.caller(), place, number, options);
  if (!done) return problem(done.error());
  forget_upload(upload->path);
  return acted(call, done, done->was_repeated ? 200 : 201, on);
}

Response open_case(Call& call) {
  auto body = Body::read(call.request, {"application", "upload", "number", "on", "at"});
  if (!body) return problem(body.error());
  const std::string upload = body->text("upload");
  const std::string application = body->text("application"), number = body->text("number"), at = body->text("at");
  auto options = options_of(call);
  options.on = body->day("on");
  if (!at.empty() && !(options.at = Instant::parse_iso(at)))
    body->wrong("at", "\"" + at.substr(0, 40) + "\"", "a moment such as 2015-01-16T10:02:00-08:00");
  if (!upload.empty() && !application.empty()) body->wrong("upload", "an application beside it", "one of them");
  if (body->error()) return problem(*body->error());
  if (!upload.empty()) return open_from_upload(call, upload, number, options);
  auto done = call.office().open_case(call.caller(), "application.yaml", application, number, options);
  if (!done) return problem(done.error());
  return acted(call, done, done->was_repeated ? 200 : 201, options.on);
}

Response show(Call& call) {
  const std::string& number = call.name("number");
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto view = call.office().view(call.caller(), number, *day);
  if (!view) return problem(view.error());
  const std::string tag = tag_of(view->state.version);
  Response response = answer(answers::to_json(*view, *day));
  response.set("ETag", tag);
  return response;
}

Response events(Call& call) {
  const std::string& number = call.name("number");
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto view = call.office().view(call.caller(), number, *day);
  if (!view) return problem(view.error());
  Response response = answer(json::object{{"history", answers::to_json(*view, *day).as_object().at("history")}});
  response.set("ETag", tag_of(view->state.version));
  return response;
}

/// Events that have a route or a verb of their own, and are not told by hand.
bool is_told_by_hand(const std::string& kind) {
  return kind != "received" && kind != "screened" && kind != "consolidated" && kind != "joined";
}

Response tell(Call& call) {
  const std::string& number = call.name("number");
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto body = Body::read(call.request, {"kind", "on", "at", "data", "rule"});
  if (!body) return problem(body.error());
  const std::string kind = body->text("kind"), at = body->text("at");
  auto options = options_of(call);
  options.on = body->day("on");
  options.rule = body->text("rule");
  if (!at.empty() && !(options.at = Instant::parse_iso(at)))
    body->wrong("at", "\"" + at.substr(0, 40) + "\"", "a moment such as 2015-01-16T10:02:00-08:00");
  const auto* data = body->find("data");
  if (!is_told_by_hand(kind) && kind != "screened")
    body->wrong("kind", "\"" + kind + "\"", "an event that a person tells");
  if (body->error()) return problem(*body->error());
  options.expected_version = wanted.version;
  if (kind == "screened") return acted(call, call.office().screen(call.caller(), number, options), 200, options.on);
  auto what = casework::what_from_json(kind, data ? json::serialize(*data) : "{}");
  if (!what) return problem(what.error());
  return acted(call, call.office().record(call.caller(), number, *what, options), 200, options.on);
}

Response kinds(Call&) {
  json::array list;
  for (const auto& row : casework::transitions()) {
    json::array from;
    for (unsigned i = 0; i <= static_cast<unsigned>(casework::Status::Closed); ++i)
      if (row.from & (1U << i)) from.emplace_back(std::string(casework::name(static_cast<casework::Status>(i))));
    const auto what = casework::what_of_kind(row.kind);
    list.push_back({{"kind", std::string(row.kind)},
                    {"from", from},
                    {"roles", row.roles.empty() ? "every role but auditor" : std::string(row.roles)},
                    {"rule", row.rule.empty() ? json::value(nullptr) : json::value(std::string(row.rule))},
                    {"fields", json::parse(casework::fields_json(*what))}});
  }
  return answer(json::object{{"events", list}});
}

} // namespace

Routes case_routes() {
  return {
      {.method = "POST",
       .pattern = "/api/v1/cases/search",
       .handler = search,
       .summary = "Cases by number, person, claim, party, status and day of receipt",
       .answer = "case_list",
       .refusals = {403, 422},
       .body = "number, person, claim, party, status, from, to, after, limit",
       .most_body = 16384},
      {.method = "POST",
       .pattern = "/api/v1/cases",
       .handler = open_case,
       .summary = "Opens a case from the text of an application.yaml, or from an uploaded ZIP of a case folder",
       .answer = "case_act",
       .refusals = {403, 409, 422},
       .body = "application or upload, number, on, at",
       .status = 201,
       .most_body = most_json},
      {.method = "GET",
       .pattern = "/api/v1/cases/{number}",
       .handler = show,
       .summary = "A case with its history and what is next",
       .answer = "case",
       .refusals = {403, 404, 422},
       .queries = {"as_of"}},
      {.method = "GET",
       .pattern = "/api/v1/cases/{number}/events",
       .handler = events,
       .summary = "The history of a case",
       .answer = "api_events",
       .refusals = {403, 404, 422}},
      {.method = "POST",
       .pattern = "/api/v1/cases/{number}/events",
       .handler = tell,
       .summary = "Something that happened to a case",
       .answer = "case_act",
       .refusals = {403, 404, 409, 422},
       .body = "kind, on, at, data, rule",
       .wants_version = true,
       .most_body = most_json},
      {.method = "GET",
       .pattern = "/api/v1/case-kinds",
       .handler = kinds,
       .summary = "Which events there are, where they may happen, who may tell them and by which law",
       .answer = "case_kinds"},
  };
}

} // namespace openimr::server
