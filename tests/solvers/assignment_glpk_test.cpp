// The assignment of a queue against an independent solver: GLPK's branch and cut (the program glpsol) on the same
// integer programme, 1,000 queues with panels, scarce reviewers and uneven room. Skipped by name where glpsol is not.
#include "reviewers/assignment.h"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <sstream>

namespace openimr::reviewers {
namespace {

/// More than all costs of a queue together.
constexpr int one_case = 100'000;

Queue random_queue(std::mt19937& random) {
  const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  Queue queue;
  const int reviewers = 2 + below(8), cases = 3 + below(14);
  for (int r = 0; r < reviewers; ++r) queue.reviewers.push_back({"R" + std::to_string(r), below(4), 0});
  for (int c = 0; c < cases; ++c) {
    QueuedCase one{"C" + std::to_string(c), below(4) == 0 ? 3 : 1, {}};
    for (int r = 0; r < reviewers; ++r)
      if (below(10) < 5) one.candidates.push_back({"R" + std::to_string(r), below(3), below(90)});
    queue.cases.push_back(one);
  }
  return queue;
}

/// The integer programme in CPLEX's format: one_case for each case that waits, plus the costs, at this fit or better.
void write_programme(const Queue& queue, int least_fit, const std::string& path) {
  std::string objective, rows, binaries;
  std::map<std::string, std::string> room;
  for (std::size_t c = 0; c < queue.cases.size(); ++c) {
    std::string filled;
    for (const auto& each : queue.cases[c].candidates) {
      if (each.fit < least_fit) continue;
      const std::string x = fmt::format("x{}_{}", c, each.reviewer);
      objective += fmt::format(" + {} {}\n", each.cost, x);
      filled += " + " + x;
      room[each.reviewer] += " + " + x;
      binaries += " " + x + "\n";
    }
    objective += fmt::format(" + {} w{}\n", one_case, c);
    rows += fmt::format(" s{}:{} + {} w{} = {}\n", c, filled, queue.cases[c].seats, c, queue.cases[c].seats);
    binaries += fmt::format(" w{}\n", c);
  }
  for (const auto& each : queue.reviewers)
    if (room.count(each.reviewer))
      rows += fmt::format(" r_{}:{} <= {}\n", each.reviewer, room[each.reviewer], each.room);
  std::ofstream(path) << "Minimize\n obj:" << objective << "Subject To\n" << rows << "Binary\n" << binaries << "End\n";
}

/// The optimum that glpsol finds.
long solved(const std::string& programme) {
  const std::string answer = programme + ".out";
  if (std::system(fmt::format("glpsol --lp {} -w {} >/dev/null", programme, answer).c_str()) != 0) return -1;
  std::ifstream file(answer);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("s mip")) { // s mip ROWS COLUMNS STATUS OBJECTIVE
      std::istringstream words(line);
      std::string word, status;
      long objective = -1;
      words >> word >> word >> word >> word >> status >> objective;
      return status == "o" ? objective : -1;
    }
  return -1;
}

TEST(AssignmentAgainstGlpk, agrees_on_a_thousand_queues) {
  if (std::system("command -v glpsol >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "glpsol (Debian's glpk-utils) is not installed";
  std::mt19937 random(139);
  const std::string path = testing::TempDir() + "/queue.lp";
  int with_waiting = 0, with_panels = 0;
  for (int i = 0; i < 1000; ++i) {
    const Queue queue = random_queue(random);
    const Assignment done = assign(queue, {.seed = 1});
    ASSERT_TRUE(done.proof.is_optimal());
    const long waiting = static_cast<long>(queue.cases.size()) - done.proof.cases_assigned;
    write_programme(queue, done.proof.worst_fit, path);
    ASSERT_EQ(solved(path), waiting * one_case + done.proof.cost) << "queue " << i;
    if (done.proof.worst_fit < 2 && done.proof.cases_assigned > 0) {
      write_programme(queue, done.proof.worst_fit + 1, path);
      ASSERT_GE(solved(path) / one_case, waiting + 1) << "queue " << i << " could be served at a better fit";
    }
    with_waiting += waiting > 0;
    for (const Seat& seat : done.seats) with_panels += seat.reviewers.size() == 3;
  }
  EXPECT_GT(with_waiting, 300);
  EXPECT_GT(with_panels, 100);
}

} // namespace
} // namespace openimr::reviewers
