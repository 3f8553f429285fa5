#include "reviewers/assignment_model.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace openimr::reviewers {

AssignmentModel::AssignmentModel(const Queue& queue, std::int64_t uneven_load) {
  std::map<std::string, ReviewerRoom> rooms;
  for (const ReviewerRoom& each : queue.reviewers) rooms.emplace(each.reviewer, each);
  std::map<std::string, int> place;
  for (const auto& [id, room] : rooms) {
    place[id] = static_cast<int>(reviewers.size());
    reviewers.push_back({id, std::max(room.room, 0), std::max(room.load, 0)});
  }
  std::map<std::string, const QueuedCase*> by_id;
  for (const QueuedCase& each : queue.cases) by_id.emplace(each.id, &each);
  std::set<int> levels;
  for (const auto& [id, each] : by_id) {
    Case one{id, std::max(each->seats, 1), {}};
    std::int64_t dearest = 0;
    for (const SeatCandidate& candidate : each->candidates) {
      const auto found = place.find(candidate.reviewer);
      if (found == place.end()) continue;
      one.candidates.push_back({found->second, candidate.fit, candidate.cost});
      levels.insert(candidate.fit);
      dearest = std::max(dearest, candidate.cost);
    }
    const auto before = [](const Candidate& a, const Candidate& b) { return a.reviewer < b.reviewer; };
    const auto same = [](const Candidate& a, const Candidate& b) { return a.reviewer == b.reviewer; };
    std::stable_sort(one.candidates.begin(), one.candidates.end(), before);
    one.candidates.erase(std::unique(one.candidates.begin(), one.candidates.end(), same), one.candidates.end());
    if (one.seats > 1) panels.push_back(static_cast<int>(cases.size()));
    seat_parts = std::lcm(seat_parts, std::int64_t{one.seats});
    dearest_total += (dearest + uneven_load) * one.seats;
    cases.push_back(std::move(one));
  }
  fits.assign(levels.rbegin(), levels.rend());
}

namespace {

/// Free places of a reviewer, each dearer than the one before: an even share of work is cheapest.
void add_places(const AssignmentModel::Reviewer& reviewer, int node, int desk, std::int64_t uneven_load,
                std::vector<FlowArc>& arcs) {
  if (uneven_load == 0) {
    arcs.push_back({node, desk, 0, reviewer.room, 0});
    return;
  }
  const std::int64_t all = std::int64_t{reviewer.load} + reviewer.room;
  for (int k = 1; k <= reviewer.room; ++k) arcs.push_back({node, desk, 0, 1, uneven_load * (reviewer.load + k) / all});
}

} // namespace

SeatNetwork seat_network(const AssignmentModel& model, const Question& question, const std::vector<Choice>& panels) {
  const int cases = static_cast<int>(model.cases.size()), reviewers = static_cast<int>(model.reviewers.size());
  const int desk = cases + reviewers;
  SeatNetwork result;
  result.network.supply.assign(static_cast<std::size_t>(desk) + 1, 0);
  std::vector<Choice> choice(model.cases.size(), Choice::Free);
  for (std::size_t p = 0; p < model.panels.size(); ++p) choice[static_cast<std::size_t>(model.panels[p])] = panels[p];
  auto& arcs = result.network.arcs;
  for (int c = 0; c < cases; ++c) {
    const auto& one = model.cases[static_cast<std::size_t>(c)];
    if (choice[static_cast<std::size_t>(c)] == Choice::Out) continue;
    for (std::size_t k = 0; k < one.candidates.size(); ++k) {
      const auto& candidate = one.candidates[k];
      if (candidate.fit < question.least_fit) continue;
      arcs.push_back({c, cases + candidate.reviewer, 0, 1, question.with_costs ? candidate.cost : 0});
      result.seats.push_back({c, static_cast<int>(k)});
    }
  }
  const std::int64_t waiting = question.waiting(model);
  for (int c = 0; c < cases; ++c) {
    const auto& one = model.cases[static_cast<std::size_t>(c)];
    result.network.supply[static_cast<std::size_t>(c)] = one.seats;
    result.network.supply[static_cast<std::size_t>(desk)] -= one.seats;
    if (choice[static_cast<std::size_t>(c)] != Choice::In) arcs.push_back({c, desk, 0, one.seats, waiting / one.seats});
  }
  for (int r = 0; r < reviewers; ++r)
    add_places(model.reviewers[static_cast<std::size_t>(r)], cases + r, desk,
               question.with_costs ? question.uneven_load : 0, arcs);
  return result;
}

std::vector<int> filled_seats(const AssignmentModel& model, const SeatNetwork& seats, const Flow& flow) {
  std::vector<int> filled(model.cases.size(), 0);
  for (std::size_t i = 0; i < seats.seats.size(); ++i)
    filled[static_cast<std::size_t>(seats.seats[i].of_case)] += static_cast<int>(flow.on_arc[i]);
  return filled;
}

} // namespace openimr::reviewers
