// LEMON 1.3.1 does not compile as C++20 (allocator::construct); this file alone is built as C++17.
#include "reviewers/flow.h"

#include <algorithm>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#include <utility>

namespace openimr::reviewers {
namespace {

using Graph = lemon::StaticDigraph;
using Solver = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

/// StaticDigraph wants arcs by their source; place[i] is where arc i of the network stands among them.
std::vector<int> order_by_source(const std::vector<FlowArc>& arcs, std::size_t nodes,
                                 std::vector<std::pair<int, int>>& sorted) {
  std::vector<int> next(nodes + 1, 0);
  for (const FlowArc& arc : arcs) ++next[static_cast<std::size_t>(arc.from) + 1];
  for (std::size_t v = 1; v <= nodes; ++v) next[v] += next[v - 1];
  std::vector<int> place(arcs.size());
  sorted.resize(arcs.size());
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    place[i] = next[static_cast<std::size_t>(arcs[i].from)]++;
    sorted[static_cast<std::size_t>(place[i])] = {arcs[i].from, arcs[i].to};
  }
  return place;
}

} // namespace

Flow cheapest_flow(const FlowNetwork& network) {
  std::vector<std::pair<int, int>> sorted;
  const std::vector<int> place = order_by_source(network.arcs, network.supply.size(), sorted);
  Graph graph;
  graph.build(static_cast<int>(network.supply.size()), sorted.begin(), sorted.end());
  Graph::ArcMap<std::int64_t> least(graph), most(graph), cost(graph);
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const Graph::Arc arc = graph.arc(place[i]);
    least[arc] = network.arcs[i].least;
    most[arc] = network.arcs[i].most;
    cost[arc] = network.arcs[i].cost;
  }
  Graph::NodeMap<std::int64_t> supply(graph);
  for (std::size_t v = 0; v < network.supply.size(); ++v) supply[graph.node(static_cast<int>(v))] = network.supply[v];

  Solver solver(graph);
  solver.lowerMap(least).upperMap(most).costMap(cost).supplyMap(supply);
  Flow flow;
  flow.is_feasible = solver.run() == Solver::OPTIMAL;
  if (!flow.is_feasible) return flow;
  flow.on_arc.reserve(network.arcs.size());
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    flow.on_arc.push_back(solver.flow(graph.arc(place[i])));
    flow.cost += flow.on_arc.back() * network.arcs[i].cost;
  }
  flow.potential.reserve(network.supply.size());
  for (std::size_t v = 0; v < network.supply.size(); ++v)
    flow.potential.push_back(solver.potential(graph.node(static_cast<int>(v))));
  return flow;
}

std::int64_t reduced_cost(const FlowArc& arc, const std::vector<std::int64_t>& potential) {
  return arc.cost + potential[static_cast<std::size_t>(arc.from)] - potential[static_cast<std::size_t>(arc.to)];
}

std::int64_t dual_bound(const FlowNetwork& network, const std::vector<std::int64_t>& potential) {
  std::int64_t bound = 0;
  for (std::size_t v = 0; v < network.supply.size(); ++v) bound -= network.supply[v] * potential[v];
  for (const FlowArc& arc : network.arcs) {
    const std::int64_t reduced = reduced_cost(arc, potential);
    bound += reduced > 0 ? reduced * arc.least : reduced * arc.most;
  }
  return bound;
}

} // namespace openimr::reviewers
