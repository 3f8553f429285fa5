// The cheapest flow in a network, and a lower bound on its cost that anybody can check. Used by the assignment of this
// room; the solver behind it is LEMON's network simplex (docs/decisions/reviewers-assignment.md).
#pragma once

#include <cstdint>
#include <vector>

namespace openimr::reviewers {

/// From node to node, between `least` and `most` units, each at `cost`.
struct FlowArc {
  int from = 0, to = 0;
  std::int64_t least = 0, most = 0, cost = 0;
};

/// `supply[v]` units leave node v (a negative number: arrive); the sum is 0.
struct FlowNetwork {
  std::vector<std::int64_t> supply;
  std::vector<FlowArc> arcs;
};

struct Flow {
  bool is_feasible = false;
  std::int64_t cost = 0;
  std::vector<std::int64_t> on_arc;    ///< units, in the order of the arcs
  std::vector<std::int64_t> potential; ///< dual value of each node
};

/// Costs and capacities must stay below 2^40 each, so that no sum overflows.
Flow cheapest_flow(const FlowNetwork& network);

/// Cost of one more unit on the arc after the prices of its ends: never negative on an arc with room, never positive on
/// an arc in use, when flow and potentials are optimal.
std::int64_t reduced_cost(const FlowArc& arc, const std::vector<std::int64_t>& potential);

/// What no flow can undercut, by weak duality, whatever the potentials: equal to the cost exactly when both are
/// optimal.
std::int64_t dual_bound(const FlowNetwork& network, const std::vector<std::int64_t>& potential);

} // namespace openimr::reviewers
