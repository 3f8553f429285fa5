// What the program found in a case: eligibility, chart, course, slate, review and checks.
#include "answers/chart_json.h"
#include "answers/decision_json.h"
#include "answers/to_json.h"
#include "clinical/contradictions.h"
#include "clinical/encounters.h"
#include "clinical/series.h"
#include "server/house.h"
#include "server/reading.h"

#include <boost/json.hpp>

namespace openimr::server {
namespace {

namespace json = boost::json;
using Make = json::value (*)(const desk::Review&);

template <class List> json::array all_json(const List& list) {
  json::array array;
  for (const auto& one : list) array.push_back(answers::to_json(one));
  return array;
}

/// A part of the review, by its own function.
template <Make make> Response part(Call& call, const char* name) {
  auto reading = reading_of(call, name);
  if (!reading) return problem(reading.error());
  return part_answer(**reading, name, [&] { return json::serialize(make((*reading)->review())); });
}

json::value eligibility_of(const desk::Review& review) {
  json::object object = answers::to_json(review.eligibility).as_object();
  object["deadlines"] = all_json(review.deadlines);
  object["consolidation"] = json::array();
  return object;
}
json::value deadlines_of(const desk::Review& review) { return json::object{{"deadlines", all_json(review.deadlines)}}; }
json::value chart_of(const desk::Review& review) { return answers::to_json(review.chart); }
json::value slate_of(const desk::Review& review) { return answers::to_json(review.slate, review.nobody); }
json::value checks_of(const desk::Review& review) {
  return json::object{{"checks", answers::to_json(review.checks)},
                      {"claims", answers::to_json(review.claims)},
                      {"boilerplate", answers::to_json(review.boilerplate)}};
}

Response eligibility(Call& call) { return part<eligibility_of>(call, "eligibility"); }
Response deadlines(Call& call) { return part<deadlines_of>(call, "deadlines"); }
Response chart(Call& call) { return part<chart_of>(call, "chart"); }
Response slate(Call& call) { return part<slate_of>(call, "slate"); }
Response checks(Call& call) { return part<checks_of>(call, "checks"); }

Response timeline(Call& call) {
  auto reading = reading_of(call, "timeline");
  if (!reading) return problem(reading.error());
  auto known = call.house.vocabulary();
  if (!known) return problem(known.error());
  const auto& vocabulary = **known;
  const desk::Review& review = (*reading)->review();
  return part_answer(**reading, "timeline", [&] {
    const auto course = clinical::encounters(vocabulary, review.chart, review.case_file);
    return json::serialize(json::object{{"timeline", all_json(clinical::timeline(course))},
                                        {"encounters", all_json(course)},
                                        {"series", all_json(clinical::measured_series(vocabulary, review.chart))},
                                        {"mentions", all_json(clinical::first_and_last_mentions(review.chart))},
                                        {"contradictions", all_json(clinical::contradictions(review.chart))}});
  });
}

/// Recommendation and conclusions stay away while the policy wants the reviewer's own finding first.
Response review(Call& call) {
  auto reading = reading_of(call, "review");
  if (!reading) return problem(reading.error());
  const desk::Review& found = (*reading)->review();
  const bool is_shown = call.query("before_opinion") != "1" && desk::may_show_recommendation(found);
  return part_answer(**reading, is_shown ? "review whole" : "review before",
                     [&] { return json::serialize(answers::to_json(found, std::vector<std::string>(), is_shown)); });
}

/// Published items that are like those of the case. What became of them is no recommendation, but it would colour an
/// own finding that is still to come.
Response similar(Call& call) {
  auto limit = limit_of(call, 50);
  if (!limit) return problem(limit.error());
  auto reading = reading_of(call, "similar");
  if (!reading) return problem(reading.error());
  const desk::Review& found = (*reading)->review();
  if (!desk::may_show_recommendation(found)) return answer(json::object{{"shown", false}, {"items", json::array()}});
  if (!call.has_time) throw NeedsTime{};
  auto reader = call.house.library_reader();
  if (!reader) return problem(reader.error());
  auto library = library::Library::open(call.house.options.library, library::Access::Read);
  if (!library) return problem(library.error());
  desk::SimilarOptions options{.count = static_cast<std::size_t>(*limit), .is_published = true};
  auto items = desk::similar_to_items(*library, **reader, found.case_file.application, found.chart.facts, options);
  if (!items) return problem(items.error());
  return answer(json::object{{"shown", true}, {"items", all_json(*items)}});
}

} // namespace

Routes review_routes() {
  const std::string base = "/api/v1/cases/{number}";
  const std::vector<int> refusals{403, 404, 422};
  return {
      {.method = "GET",
       .pattern = base + "/eligibility",
       .handler = eligibility,
       .summary = "May it be reviewed, item by item, with the law",
       .answer = "eligible",
       .refusals = refusals},
      {.method = "GET",
       .pattern = base + "/deadlines",
       .handler = deadlines,
       .summary = "Due dates, each with how it came about",
       .answer = "api_deadlines",
       .refusals = refusals},
      {.method = "GET",
       .pattern = base + "/chart",
       .handler = chart,
       .summary = "Every fact with its words in the record",
       .answer = "facts",
       .refusals = refusals},
      {.method = "GET",
       .pattern = base + "/timeline",
       .handler = timeline,
       .summary = "The course of treatment, what was measured, where papers disagree",
       .answer = "timeline",
       .refusals = refusals},
      {.method = "GET",
       .pattern = base + "/slate",
       .handler = slate,
       .summary = "Who may review, ranked, and who may not and why",
       .answer = "slate",
       .refusals = refusals},
      {.method = "GET",
       .pattern = base + "/review",
       .handler = review,
       .summary = "The whole review; the recommendation once it may be shown",
       .answer = "review",
       .refusals = refusals,
       .queries = {"before_opinion"}},
      {.method = "GET",
       .pattern = base + "/similar",
       .handler = similar,
       .summary = "Published items that are like those of the case, and in what they differ; without a library, 404",
       .answer = "api_similar",
       .refusals = refusals,
       .queries = {"limit"}},
      {.method = "GET",
       .pattern = base + "/checks",
       .handler = checks,
       .summary = "The checks on draft, opinion and UR decision",
       .answer = "check",
       .refusals = refusals},
  };
}

} // namespace openimr::server
