// The guidelines as topics, and the roster's credentials.
#include "answers/to_json.h"
#include "answers/topic_json.h"
#include "guidelines/evaluate.h"
#include "guidelines/example.h"
#include "guidelines/library.h"
#include "guidelines/page_reader.h"
#include "reviewers/roster_check.h"
#include "reviewers/roster_file.h"
#include "server/house.h"
#include "text/data_file.h"

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
    if (!day || topic.is_in_force(*day)) rows.push_back(answers::topic_row(topic));
  return answer(json::object{{"topics", rows}});
}

/// The edition in force on the day; without a day the newest.
Result<const guidelines::Topic*> topic_of(const guidelines::Library& library, const std::string& id,
                                          std::optional<Date> day) {
  const guidelines::Topic* found = nullptr;
  for (const auto& topic : library.topics()) {
    if (topic.id != id || (day && !topic.is_in_force(*day))) continue;
    const bool is_newer = !found || (found->to && (!topic.to || *found->to < *topic.to));
    if (is_newer) found = &topic;
  }
  if (found) return found;
  return Error{ErrorKind::NotFound, "topic", "\"" + id.substr(0, 80) + "\"" + (day ? " on " + day->iso() : ""),
               "a topic that is in force", "GET /api/v1/guidelines names them"};
}

json::array words(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

/// A requirement over criteria: {"all": ["c1", {"any": ["c2", "c3"]}]}.
json::value requirement(const guidelines::Logic& logic) {
  using Kind = guidelines::Logic::Kind;
  if (logic.kind == Kind::Criterion) return json::value(logic.id);
  if (logic.kind == Kind::Topic) return json::object{{"topic", logic.id}};
  if (logic.kind == Kind::Judgment) return json::value("judgment of the reviewer");
  if (!logic.is_over_conditions()) return json::value(logic.kind == Kind::Always ? "always" : logic.id);
  json::array parts;
  for (const auto& part : logic.parts) parts.push_back(requirement(part));
  switch (logic.kind) {
  case Kind::Any:
    return json::object{{"any", parts}};
  case Kind::AtLeast:
    return json::object{{"at_least", logic.count}, {"of", parts}};
  case Kind::Not:
    return json::object{{"not", parts}};
  case Kind::Unless:
    return json::object{{"unless", parts}};
  case Kind::Except:
    return json::object{{"not_recommended_except", parts}};
  default:
    return json::object{{"all", parts}};
  }
}

/// An example as the chart that POST /guidelines/evaluate reads. One with dated statements is not such a chart; it is
/// left out.
json::array cases_of(const guidelines::Topic& topic) {
  json::array cases;
  for (const auto& one : topic.examples) {
    if (!one.dated.empty()) continue;
    std::string chart = fmt::format("phase: {}\n", one.phase == guidelines::Phase::Initial ? "initial" : "continued");
    if (one.reading == guidelines::Reading::Loose) chart += "reading: loose\n";
    if (!one.ingredients.empty()) chart += fmt::format("ingredients: [{}]\n", fmt::join(one.ingredients, ", "));
    chart += one.facts.empty() ? "facts: {}\n" : "facts:\n";
    for (const auto& [fact, value] : one.facts) chart += fmt::format("  {}: {}\n", fact, value);
    cases.push_back(json::object{{"name", one.name}, {"chart", chart}, {"expect", one.expect}});
  }
  return cases;
}

Response show(Call& call) {
  auto library = library_of(call);
  if (!library) return problem(library.error());
  std::optional<Date> day;
  if (!call.query("as_of").empty()) {
    auto asked = as_of(call);
    if (!asked) return problem(asked.error());
    day = *asked;
  }
  auto found = topic_of(**library, call.name("topic"), day);
  if (!found) return problem(found.error());
  const guidelines::Topic& topic = **found;
  json::array criteria, limits, editions;
  for (const auto& one : topic.criteria)
    criteria.push_back(
        json::object{{"id", one.id}, {"text", one.text}, {"needed", one.needed}, {"asks_judgment", one.asks_judgment}});
  for (const auto& one : topic.limits)
    limits.push_back(
        json::object{{"what", one.what}, {"op", one.op}, {"value", one.value}, {"unit", one.unit}, {"note", one.note}});
  for (const auto& one : (*library)->topics())
    if (one.id == topic.id)
      editions.push_back(
          json::object{{"pack", one.pack}, {"from", day_or_null(one.from)}, {"to", day_or_null(one.to)}});
  json::object page = answers::topic_row(topic);
  page["section"] = topic.section;
  page["cite"] = topic.cite;
  page["exceptions"] = words(topic.exceptions);
  page["limits"] = std::move(limits);
  page["criteria"] = std::move(criteria);
  page["initial"] = topic.has_requirement ? requirement(topic.initial) : json::value(nullptr);
  page["continued"] = topic.has_requirement ? requirement(topic.continued) : json::value(nullptr);
  page["exclusions"] = words(topic.exclusions);
  page["look_for"] = words(topic.look_for);
  page["synonyms"] = words(topic.synonyms);
  page["doubts"] = words(topic.doubts);
  page["evidence"] = topic.evidence;
  page["confidence_note"] = topic.confidence_note;
  page["editions"] = std::move(editions);
  page["cases"] = cases_of(topic);
  return answer(page);
}

/// As `openimr guidelines evaluate TOPIC CHART --json` has it; the chart comes in the body and is kept nowhere.
Response evaluate(Call& call) {
  auto body = Body::read(call.request, {"topic", "chart", "as_of", "reading"});
  if (!body) return problem(body.error());
  const std::string id = body->text("topic"), chart = body->text("chart"), reading = body->text("reading");
  const auto day = body->day("as_of");
  if (!reading.empty() && reading != "strict" && reading != "loose") body->wrong("reading", reading, "strict or loose");
  if (body->error()) return problem(*body->error());
  auto library = library_of(call);
  if (!library) return problem(library.error());
  auto topic = topic_of(**library, id, day);
  if (!topic) return problem(topic.error());
  auto file = text::DataFile::parse("chart", chart);
  if (!file) return problem(file.error());
  text::Reader reader(*file);
  auto example = guidelines::read_chart_file(reader);
  if (!reader.problems().empty()) return problem(reader.as_error());
  if (reading == "loose") example.reading = guidelines::Reading::Loose;
  const auto made = guidelines::case_of(**library, **topic, example);
  return answer(answers::to_json(guidelines::evaluate(**library, {*topic}, made.request, made.chart, made.day)));
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
       .pattern = "/api/v1/guidelines/{topic}",
       .handler = show,
       .summary = "One topic: its criteria, requirements, limits and editions",
       .answer = "api_guideline",
       .refusals = {404, 422},
       .queries = {"as_of"}},
      {.method = "POST",
       .pattern = "/api/v1/guidelines/evaluate",
       .handler = evaluate,
       .summary = "A topic run on a chart that is sent along; nothing is kept",
       .answer = "api_evaluation",
       .refusals = {404, 422},
       .body = "topic, chart, as_of, reading",
       .most_body = 65536},
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
