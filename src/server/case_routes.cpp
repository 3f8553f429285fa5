// Cases: find, open, look, and tell what happened.
#include "answers/casework_json.h"
#include "casework/event_json.h"
#include "casework/transitions.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace openimr::server {
namespace {

namespace json = boost::json;

std::string tag_of(std::int64_t version) { return fmt::format("\"{}\"", version); }

/// A file for what a function of the desk wants as a file; gone with this.
class ScratchFile {
public:
  explicit ScratchFile(const std::string& folder, const std::string& bytes) : path_(folder + "/scratch-XXXXXX") {
    const int file = ::mkstemp(path_.data());
    is_whole_ = file >= 0 && ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    if (file >= 0) ::close(file);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() { ::unlink(path_.c_str()); }
  bool is_whole() const { return is_whole_; }
  const std::string& path() const { return path_; }

private:
  std::string path_;
  bool is_whole_ = false;
};

/// What an act answers with: as `openimr case event --json`.
Response acted(Call& call, const Result<desk::ActAnswer>& done, int status, std::optional<Date> on = {}) {
  if (!done) return problem(done.error());
  auto law = call.here.acts->law(done->state.jurisdiction);
  if (!law) return problem(law.error());
  const Date day = on.value_or(today());
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
                           .status = body->text("status"),
                           .from = body->day("from"),
                           .to = body->day("to"),
                           .after = body->text("after"),
                           .limit = static_cast<int>(body->number("limit", 50, 1, 1000))};
  if (!query.status.empty() && !casework::status_of(query.status))
    body->wrong("status", "\"" + query.status.substr(0, 40) + "\"", "a status of docs/schemas/case.schema.json");
  if (body->error()) return problem(*body->error());
  const bool sees_all = !refusal(call, "party_identity_read");
  if (!sees_all && !call.who->roles.contains("reviewer")) return std::move(*refusal(call, "party_identity_read"));
  json::array cases;
  json::value next;
  const int wanted = query.limit;
  for (;;) {
    auto rows = call.here.store->search(query);
    if (!rows) return problem(rows.error());
    for (const auto& row : *rows) {
      query.after = row.id;
      if (!sees_all && refusal(call, "party_identity_read", row.id)) continue;
      cases.push_back(answers::to_json(row));
      if (static_cast<int>(cases.size()) == wanted) break;
    }
    const bool is_page_full = static_cast<int>(cases.size()) == wanted;
    if (is_page_full) next = json::value(query.after);
    if (is_page_full || static_cast<int>(rows->size()) < query.limit) break;
  }
  return answer(json::object{{"cases", cases}, {"next", next}});
}

Response open_case(Call& call) {
  if (auto no = refusal(call, "case_open")) return std::move(*no);
  auto body = Body::read(call.request, {"application", "number", "on", "at"});
  if (!body) return problem(body.error());
  const std::string application = body->text("application"), number = body->text("number"), at = body->text("at");
  auto options = options_of(call, role_for(call, "received"));
  options.on = body->day("on");
  if (!at.empty() && !(options.at = Instant::parse_iso(at)))
    body->wrong("at", "\"" + at.substr(0, 40) + "\"", "a moment such as 2015-01-16T10:02:00-08:00");
  if (body->error()) return problem(*body->error());
  const ScratchFile file(call.house.options.spool, application);
  if (!file.is_whole()) return problem(503, "the application could not be kept", "look at the disk");
  auto done = call.here.acts->open_case(file.path(), number, options);
  if (!done) { // the scratch file's name says nothing to anybody
    Error error = done.error();
    if (const auto at_path = error.where.find(file.path()); at_path != std::string::npos)
      error.where.replace(at_path, file.path().size(), "application.yaml");
    return problem(error);
  }
  return acted(call, done, done->was_repeated ? 200 : 201, options.on);
}

Response show(Call& call) {
  const std::string& number = call.name("number");
  if (auto no = refusal(call, "party_identity_read", number)) return std::move(*no);
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto view = call.here.acts->view(number, *day);
  if (!view) return problem(view.error());
  const std::string tag = tag_of(view->state.version);
  Response response = answer(answers::to_json(*view, *day));
  response.set("ETag", tag);
  return response;
}

Response events(Call& call) {
  const std::string& number = call.name("number");
  if (auto no = refusal(call, "party_identity_read", number)) return std::move(*no);
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto view = call.here.acts->view(number, *day);
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
  auto options = options_of(call, role_for(call, kind));
  options.on = body->day("on");
  options.rule = body->text("rule");
  if (!at.empty() && !(options.at = Instant::parse_iso(at)))
    body->wrong("at", "\"" + at.substr(0, 40) + "\"", "a moment such as 2015-01-16T10:02:00-08:00");
  const auto* data = body->find("data");
  if (!is_told_by_hand(kind) && kind != "screened")
    body->wrong("kind", "\"" + kind + "\"", "an event that a person tells");
  if (body->error()) return problem(*body->error());
  if (!casework::may(options.actor.role, kind) && casework::transition_of(kind))
    return problem(403, "none of the person's roles may tell of this", "see GET /api/v1/case-kinds");
  auto state = call.here.acts->load(number);
  if (!state) return problem(state.error());
  if (state->version == 0) return problem(404, "there is no such case");
  if (wanted.version >= 0 && wanted.version != state->version)
    return problem(412, "the case has moved on since", "look at it again");
  if (kind == "screened") return acted(call, call.here.acts->screen(number, options), 200, options.on);
  auto what = casework::what_from_json(kind, data ? json::serialize(*data) : "{}");
  if (!what) return problem(what.error());
  return acted(call, call.here.acts->record(number, *what, options), 200, options.on);
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
       .summary = "Opens a case from the text of an application.yaml",
       .answer = "case_act",
       .refusals = {403, 409, 422},
       .body = "application, number, on, at",
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
