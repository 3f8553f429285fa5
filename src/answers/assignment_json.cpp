#include "answers/assignment_json.h"

#include "answers/to_json.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::answers {

namespace json = boost::json;

namespace {

json::array strings(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }
json::value day_or_null(const std::optional<Date>& day) { return day ? json::value(day->iso()) : json::value(nullptr); }

const reviewers::Shortage* shortage_of(const reviewers::Assignment& assignment, const std::string& name) {
  for (const auto& each : assignment.shortages)
    if (each.cases.front() == name) return &each;
  return nullptr;
}

json::object proof_json(const reviewers::AssignmentProof& proof) {
  return {
      {"is_optimal", proof.is_optimal()},
      {"cases", json::object{{"assigned", proof.cases_assigned}, {"bound", proof.cases_bound}}},
      {"worst_fit", json::object{{"reached", fit_word(proof.worst_fit)}, {"bound", fit_word(proof.worst_fit_bound)}}},
      {"cost", json::object{{"reached", proof.cost}, {"bound", proof.cost_bound}}},
      {"flows", proof.nodes}};
}

} // namespace

const char* fit_word(int fit) {
  static constexpr std::array words{"unknown", "similar", "same"};
  return words.at(static_cast<std::size_t>(fit));
}

std::vector<std::string> why_it_waits(const desk::QueueCase& one, const reviewers::Assignment& assignment) {
  if (!one.why_not.empty()) return {"takes no part: " + one.why_not};
  if (one.slate.slate.empty()) return reviewers::told(one.nobody);
  const auto* shortage = shortage_of(assignment, one.name);
  if (!shortage) return {"nobody on its slate has the specialty asked for"};
  if (shortage->seats <= shortage->room || static_cast<int>(shortage->reviewers.size()) < one.seats)
    return {fmt::format("a panel of {} is not to be had among {}", one.seats, fmt::join(shortage->reviewers, ", "))};
  return {fmt::format("{} {} for {} {} and {} {} room for {}: {}", fmt::join(shortage->cases, ", "),
                      shortage->cases.size() == 1 ? "asks" : "ask", shortage->seats,
                      shortage->seats == 1 ? "reviewer" : "reviewers", fmt::join(shortage->reviewers, ", "),
                      shortage->reviewers.size() == 1 ? "has" : "have", shortage->room, "room for one more would do")};
}

json::value to_json(const desk::QueueAssignment& queue) {
  json::array assigned, waiting;
  for (const auto& one : queue.cases) {
    const auto seat = std::find_if(queue.assignment.seats.begin(), queue.assignment.seats.end(),
                                   [&](const auto& each) { return each.case_id == one.name; });
    if (seat != queue.assignment.seats.end() && !seat->reviewers.empty()) {
      assigned.push_back(json::object{{"case", one.name},
                                      {"reviewers", strings(seat->reviewers)},
                                      {"fit", fit_word(seat->fit)},
                                      {"due_on", day_or_null(one.due_on)}});
      continue;
    }
    json::object object{{"case", one.name}, {"why", strings(why_it_waits(one, queue.assignment))}};
    if (const auto* shortage = shortage_of(queue.assignment, one.name))
      object["shortage"] = json::object{{"cases", strings(shortage->cases)},
                                        {"reviewers", strings(shortage->reviewers)},
                                        {"seats", shortage->seats},
                                        {"room", shortage->room},
                                        {"is_minimal", shortage->is_minimal}};
    waiting.push_back(std::move(object));
  }
  return json::object{{"assigned", assigned},
                      {"waiting", waiting},
                      {"proof", proof_json(queue.assignment.proof)},
                      {"seed", queue.seed},
                      {"problems", to_json(queue.problems)}};
}

} // namespace openimr::answers
