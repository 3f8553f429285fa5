// The whole queue at once: a month of cases against all reviewers. Prints one JSON line; with --write FILE the same
// instance as a DIMACS minimum-cost flow, for other solvers.
//
//   assignment_bench 20000 1000 60 --write queue.min
#include "reviewers/assignment.h"
#include "reviewers/assignment_model.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <random>
#include <set>
#include <string>
#include <sys/resource.h>

namespace {

using namespace openimr::reviewers;

/// Candidates are drawn uniformly; room is a tenth more than the queue needs; every cost from 0 to 999 is as likely.
Queue make_queue(int cases, int reviewers, int candidates) {
  std::mt19937 random(20261122);
  Queue queue;
  for (int r = 0; r < reviewers; ++r)
    queue.reviewers.push_back(
        {fmt::format("R{:05}", r), cases * 11 / (10 * reviewers) + static_cast<int>(random() % 3), 0});
  for (int c = 0; c < cases; ++c) {
    QueuedCase one{fmt::format("C{:06}", c), 1, {}};
    std::set<unsigned> chosen;
    while (static_cast<int>(chosen.size()) < candidates)
      chosen.insert(static_cast<unsigned>(random()) % static_cast<unsigned>(reviewers));
    for (const unsigned r : chosen)
      one.candidates.push_back(
          {fmt::format("R{:05}", r), 1 + static_cast<int>(random() % 2), static_cast<int>(random() % 1000)});
    queue.cases.push_back(std::move(one));
  }
  return queue;
}

/// The cheapest whole assignment, as DIMACS writes a minimum-cost flow.
bool write_dimacs(const Queue& queue, int least_fit, const char* path) {
  const AssignmentModel model(queue, 0);
  const SeatNetwork seats = seat_network(model, {true, least_fit, 0}, {});
  std::FILE* file = std::fopen(path, "w");
  if (!file) return false;
  fmt::print(file, "p min {} {}\n", seats.network.supply.size(), seats.network.arcs.size());
  for (std::size_t v = 0; v < seats.network.supply.size(); ++v)
    if (seats.network.supply[v] != 0) fmt::print(file, "n {} {}\n", v + 1, seats.network.supply[v]);
  for (const FlowArc& arc : seats.network.arcs)
    fmt::print(file, "a {} {} {} {} {}\n", arc.from + 1, arc.to + 1, arc.least, arc.most, arc.cost);
  return std::fclose(file) == 0;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 4 && !(argc == 6 && std::string(argv[4]) == "--write")) {
    std::fputs("usage: assignment_bench CASES REVIEWERS CANDIDATES [--write FILE]\n", stderr);
    return 2;
  }
  const Queue queue = make_queue(std::atoi(argv[1]), std::atoi(argv[2]), std::atoi(argv[3]));
  const auto start = std::chrono::steady_clock::now();
  const Assignment done = assign(queue, {.seed = 1});
  const double all = seconds_since(start);

  const AssignmentModel model(queue, 0);
  const auto flow_start = std::chrono::steady_clock::now();
  const SeatNetwork seats = seat_network(model, {true, done.proof.worst_fit, 0}, {});
  const Flow flow = cheapest_flow(seats.network);
  const double one_flow = seconds_since(flow_start);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{{\"cases\":{},\"assigned\":{},\"worst_fit\":{},\"cost\":{},\"objective\":{},\"optimal\":{},\"flows\":{},"
             "\"arcs\":{},\"seconds\":{:.3f},\"seconds_one_flow\":{:.3f},\"peak_mb\":{:.0f}}}\n",
             queue.cases.size(), done.proof.cases_assigned, done.proof.worst_fit, done.proof.cost, flow.cost,
             done.proof.is_optimal(), done.proof.nodes, seats.network.arcs.size(), all, one_flow,
             static_cast<double>(usage.ru_maxrss) / 1024);
  return argc == 6 && !write_dimacs(queue, done.proof.worst_fit, argv[5]) ? 2 : 0;
}
