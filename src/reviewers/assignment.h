// Assignment: who reviews which case of a queue. Exact, in this order: most cases assigned; then the worst fit that any
// case gets is as good as it can be; then the least total cost of fit, lateness and uneven load; then, among equals, a
// draw by a seed, so that nobody can steer who reviews what (LC 139.5(d)(3)(C): a fair, impartial panel).
//
//   const Assignment done = assign(queue, limits);
//   done.proof.cost == done.proof.cost_bound        // optimal, and everybody can check it
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace openimr::reviewers {

/// Somebody who may review the case: what remains of the roster after screening.
struct SeatCandidate {
  std::string reviewer;
  int fit = 0;           ///< 0 unknown, 1 similar, 2 same specialty; higher is better
  std::int64_t cost = 0; ///< 0 to 1,000,000; what this choice costs beside others
};

struct QueuedCase {
  std::string id;
  int seats = 1; ///< reviewers it needs; a panel is filled whole or not at all
  std::vector<SeatCandidate> candidates;
};

/// Room of one reviewer: further cases that may be given, and what is in hand already.
struct ReviewerRoom {
  std::string reviewer;
  int room = 0, load = 0;
};

struct Queue {
  std::vector<QueuedCase> cases;
  std::vector<ReviewerRoom> reviewers; ///< a candidate who is not listed has no room
};

struct AssignmentLimits {
  std::uint64_t seed = 0;
  std::int64_t uneven_load = 0; ///< cost of the last free place of a reviewer; free places before it cost their share
  std::int64_t unassigned_shown = 1000; ///< explanations of unassigned cases, at most
  std::size_t most_nodes = 20'000;      ///< of the search over panels; when it ends early the proof says so
};

struct Seat {
  std::string case_id;
  std::vector<std::string> reviewers; ///< by id; empty when the case waits
  int fit = 0;                        ///< the worst of them
};

/// Why a case waits although it has candidates: these cases ask for more seats than these reviewers have room, and
/// without any one of them the others would have enough.
struct Shortage {
  std::vector<std::string> cases;     ///< the waiting case first, then by id
  std::vector<std::string> reviewers; ///< all candidates of all these cases, by id
  std::int64_t seats = 0, room = 0;
  bool is_minimal = true; ///< false when panels are among the cases: then only sufficient
};

struct AssignmentProof {
  std::int64_t cases_assigned = 0, cases_bound = 0; ///< cases_bound: no assignment has more
  int worst_fit = 0, worst_fit_bound = 0;           ///< no assignment of as many cases has a better worst fit
  std::int64_t cost = 0, cost_bound = 0;            ///< no assignment of as many cases at this fit costs less
  std::size_t nodes = 0;                            ///< flows solved

  bool is_optimal() const {
    return cases_assigned == cases_bound && worst_fit == worst_fit_bound && cost == cost_bound;
  }
};

struct Assignment {
  std::vector<Seat> seats; ///< in order of case ids
  std::vector<Shortage> shortages;
  AssignmentProof proof;
};

/// The same for any order of cases, candidates and reviewers.
Assignment assign(const Queue& queue, const AssignmentLimits& limits);

} // namespace openimr::reviewers
