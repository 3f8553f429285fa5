// The queue as numbers, and its networks. Used by the assignment of this room.
#pragma once

#include "reviewers/assignment.h"
#include "reviewers/flow.h"

#include <string>
#include <vector>

namespace openimr::reviewers {

/// A queue in one order of its own: cases, candidates and reviewers by id, each once.
struct AssignmentModel {
  struct Candidate {
    int reviewer, fit;
    std::int64_t cost;
  };
  struct Case {
    std::string id;
    int seats;
    std::vector<Candidate> candidates;
  };
  struct Reviewer {
    std::string id;
    int room, load;
  };
  std::vector<Case> cases;
  std::vector<Reviewer> reviewers;
  std::vector<int> panels;        ///< cases of more than one seat
  std::vector<int> fits;          ///< levels that occur, best first
  std::int64_t seat_parts = 1;    ///< least common multiple of all seat counts: one case in whole numbers
  std::int64_t dearest_total = 0; ///< no assignment costs more

  AssignmentModel(const Queue& queue, std::int64_t uneven_load);
};

enum class Choice : char { Free, In, Out };

/// What is asked of a network: as many cases as can be, or the cheapest of those.
struct Question {
  bool with_costs = false;
  int least_fit = 0;
  std::int64_t uneven_load = 0;

  /// Cost of a case that waits, in whole numbers.
  std::int64_t waiting(const AssignmentModel& model) const {
    return with_costs ? (model.dearest_total / model.seat_parts + 1) * model.seat_parts : model.seat_parts;
  }
};

/// A network and which of its arcs are seats: (case, candidate) of arc i for i < seats.size().
struct SeatNetwork {
  struct SeatArc {
    int of_case, candidate;
  };
  FlowNetwork network;
  std::vector<SeatArc> seats;
};

/// Case -> reviewer -> desk, and case -> desk for seats that stay empty. A panel that is Free may be filled in part:
/// the network is a relaxation then, and its cost a bound.
SeatNetwork seat_network(const AssignmentModel& model, const Question& question, const std::vector<Choice>& panels);

/// How many seats of each case a flow fills.
std::vector<int> filled_seats(const AssignmentModel& model, const SeatNetwork& seats, const Flow& flow);

} // namespace openimr::reviewers
