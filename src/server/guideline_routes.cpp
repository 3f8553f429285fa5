// The guidelines as topics, and the roster's credentials.
#include "guidelines/library.h"
#include "reviewers/roster_check.h"
#include "reviewers/roster_file.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <mutex>

namespace openimr::server {
namespace {

namespace json = boost::json;

/// Read once; packs do not change while the server runs.
Result<const guidelines::Library*> library_of(const Call& call) {
  static std::mutex mutex;
  static std::unique_ptr<guidelines::Library> library;
  const std::lock_guard lock(mutex);
  if (!library) {
    auto read = guidelines::Library::load(call.office().installation().packs_folder);
    if (!read) return read.error();
    library = std::make_unique<guidelines::Library>(std::move(*read));
  }
  return static_cast<const guidelines::Library*>(library.get());
}

json::value day_or_null(const std::optional<Date>& day) { return day ? json::value(day->iso()) : json::value(nullptr); }

/// As `openimr guidelines list --json` has it.
json::object row_of(const guidelines::Topic& topic) {
  return {{"id", topic.id},
          {"title", topic.title},
          {"pack", topic.pack},
          {"guideline", topic.guideline},
          {"pages", topic.pages},
          {"class", topic.recommendation_class},
          {"from", day_or_null(topic.from)},
          {"to", day_or_null(topic.to)},
          {"confidence", topic.confidence},
          {"basis", topic.basis},
          {"examples", topic.examples.size()}};
}

Response list(Call& call) {
  auto library = library_of(call);
  if (!library) return problem(library.error());
  std::optional<Date> day;
  if (!call.query("as_of").empty()) {
    auto asked = as_of(call);
    if (!asked) return problem(asked.error());
    day = *asked;
  }
  json::array rows;
  for (const auto& topic : (*library)->topics())
    if (!day || topic.is_in_force(*day)) rows.push_back(row_of(topic));
  return answer(json::object{{"topics", rows}});
}

/// As `openimr reviewers check --json` has it; ids only.
Response roster(Call& call) {
  auto may = call.office().may(call.caller(), "credential_verify", "");
  if (!may) return problem(may.error());
  auto assigns = call.office().may(call.caller(), "reviewer_assign", "");
  if (!may->is_allowed && !(assigns && assigns->is_allowed))
    return problem(403, Error{ErrorKind::Refused, "credential_verify", call.caller().account(),
                              std::string(desk::who_may), may->reason});
  if (call.house.options.roster.empty()) return problem(404, "no roster is configured", "name one with --roster");
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto law = call.office().law("us-ca-wc");
  if (!law) return problem(law.error());
  auto read = reviewers::read_roster(call.house.options.roster);
  if (!read) return problem(read.error());
  constexpr int within_days = 60;
  constexpr const char* states[] = {"lapsed", "lapsing", "unverified"};
  json::array findings;
  for (const auto& each : reviewers::check_roster((*law)->reviewers, *read, *day, within_days))
    findings.push_back(json::object{{"state", states[static_cast<int>(each.state)]},
                                    {"reviewer", each.reviewer},
                                    {"credential", each.credential},
                                    {"on", day_or_null(each.on)},
                                    {"text", each.text},
                                    {"citation", each.citation}});
  return answer(json::object{{"as_of", day->iso()}, {"within_days", within_days}, {"findings", findings}});
}

} // namespace

Routes guideline_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/guidelines",
       .handler = list,
       .summary = "Topics of the guidelines",
       .answer = "guidelines_list",
       .refusals = {422},
       .queries = {"as_of"}},
      {.method = "GET",
       .pattern = "/api/v1/rosters",
       .handler = roster,
       .summary = "Credentials that lapsed, lapse soon or were never verified",
       .answer = "roster_check",
       .refusals = {403, 404, 422},
       .queries = {"as_of"}},
  };
}

} // namespace openimr::server
