#include "reviewers/assignment.h"

#include "base/hash.h"
#include "reviewers/assignment_model.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace openimr::reviewers {
namespace {

/// The answer to one question: the best whole assignment found, and what no assignment undercuts.
struct Answer {
  std::int64_t cost = std::numeric_limits<std::int64_t>::max(), bound = 0;
  std::vector<Choice> panels;
};

/// Branch and bound over the panels; without panels one flow answers.
class PanelSearch {
public:
  PanelSearch(const AssignmentModel& model, const Question& question, std::size_t most_nodes, std::size_t& nodes)
      : model_(model), question_(question), most_nodes_(most_nodes), nodes_(nodes) {}

  Answer run() {
    std::vector<Open> open{{std::vector<Choice>(model_.panels.size(), Choice::Free), 0}};
    while (!open.empty() && nodes_ < most_nodes_) {
      const Open node = std::move(open.back());
      open.pop_back();
      if (node.bound < best_.cost) expand(node, open);
    }
    if (!is_decided_) settle_without_panels();
    best_.bound = std::min(best_.cost, leaf_bound_);
    for (const Open& node : open) best_.bound = std::min(best_.bound, node.bound);
    return best_;
  }

private:
  struct Open {
    std::vector<Choice> panels;
    std::int64_t bound;
  };

  void expand(const Open& node, std::vector<Open>& open) {
    const SeatNetwork seats = seat_network(model_, question_, node.panels);
    const Flow flow = cheapest_flow(seats.network);
    ++nodes_;
    if (!flow.is_feasible) return;
    const std::int64_t bound = whole(dual_bound(seats.network, flow.potential));
    if (bound >= best_.cost) return;
    const std::vector<int> filled = filled_seats(model_, seats, flow);
    const auto part = first_in_part(node.panels, filled);
    if (!part) {
      leaf_bound_ = std::min(leaf_bound_, bound); // equal to the cost when the prices are right
      best_.cost = flow.cost;
      best_.panels = decided(node.panels, filled);
      is_decided_ = true;
      return;
    }
    for (const Choice choice : {Choice::Out, Choice::In}) { // the last is looked at first
      Open next{node.panels, bound};
      next.panels[*part] = choice;
      open.push_back(std::move(next));
    }
  }

  /// The search ended before any whole assignment was met: all panels wait.
  void settle_without_panels() {
    best_.panels.assign(model_.panels.size(), Choice::Out);
    best_.cost = cheapest_flow(seat_network(model_, question_, best_.panels).network).cost;
    leaf_bound_ = 0; // nothing is proven but that no cost is below nothing
    is_decided_ = true;
  }

  /// Counting cases, every whole assignment costs a multiple of one case.
  std::int64_t whole(std::int64_t bound) const {
    if (question_.with_costs) return bound;
    return (bound + model_.seat_parts - 1) / model_.seat_parts * model_.seat_parts;
  }

  int seats_of(std::size_t panel) const { return model_.cases[static_cast<std::size_t>(model_.panels[panel])].seats; }

  std::optional<std::size_t> first_in_part(const std::vector<Choice>& panels, const std::vector<int>& filled) const {
    for (std::size_t p = 0; p < panels.size(); ++p) {
      const int here = filled[static_cast<std::size_t>(model_.panels[p])];
      if (panels[p] == Choice::Free && here != 0 && here != seats_of(p)) return p;
    }
    return std::nullopt;
  }

  std::vector<Choice> decided(std::vector<Choice> panels, const std::vector<int>& filled) const {
    for (std::size_t p = 0; p < panels.size(); ++p)
      panels[p] = filled[static_cast<std::size_t>(model_.panels[p])] == 0 ? Choice::Out : Choice::In;
    return panels;
  }

  const AssignmentModel& model_;
  const Question& question_;
  std::size_t most_nodes_;
  std::size_t& nodes_;
  Answer best_;
  std::int64_t leaf_bound_ = std::numeric_limits<std::int64_t>::max();
  bool is_decided_ = false;
};

/// A number of 20 bits that nobody can foresee without the seed.
std::int64_t drawn(std::uint64_t seed, const std::string& case_id, const std::string& reviewer) {
  return static_cast<std::int64_t>(keyed_hash(seed, case_id + '\n' + reviewer) & 0xFFFFF);
}

/// All assignments that cost the same as the cheapest: what the prices leave open, the rest being settled.
struct OpenArcs {
  FlowNetwork network;
  std::vector<std::size_t> arcs; ///< where each stands in the whole network
};

OpenArcs open_arcs(const FlowNetwork& whole, const Flow& cheapest) {
  OpenArcs open{{whole.supply, {}}, {}};
  for (std::size_t i = 0; i < whole.arcs.size(); ++i) {
    const FlowArc& arc = whole.arcs[i];
    const std::int64_t reduced = reduced_cost(arc, cheapest.potential);
    if (reduced == 0 && arc.least < arc.most) {
      open.network.arcs.push_back({arc.from, arc.to, arc.least, arc.most, 0});
      open.arcs.push_back(i);
      continue;
    }
    open.network.supply[static_cast<std::size_t>(arc.from)] -= cheapest.on_arc[i];
    open.network.supply[static_cast<std::size_t>(arc.to)] += cheapest.on_arc[i];
  }
  return open;
}

/// Draws by the seed among all assignments that cost the same.
Flow drawn_among_equals(const AssignmentModel& model, const SeatNetwork& seats, const Flow& cheapest,
                        std::uint64_t seed) {
  OpenArcs open = open_arcs(seats.network, cheapest);
  for (std::size_t k = 0; k < open.arcs.size() && open.arcs[k] < seats.seats.size(); ++k) {
    const auto& [of_case, place] = seats.seats[open.arcs[k]];
    const auto& one = model.cases[static_cast<std::size_t>(of_case)];
    const auto reviewer = static_cast<std::size_t>(one.candidates[static_cast<std::size_t>(place)].reviewer);
    open.network.arcs[k].cost = drawn(seed, one.id, model.reviewers[reviewer].id);
  }
  const Flow choice = cheapest_flow(open.network);
  Flow flow = cheapest;
  for (std::size_t k = 0; choice.is_feasible && k < open.arcs.size(); ++k) flow.on_arc[open.arcs[k]] = choice.on_arc[k];
  return flow;
}

std::vector<Seat> seats_of(const AssignmentModel& model, const SeatNetwork& seats, const Flow& flow) {
  std::vector<Seat> result;
  for (const auto& one : model.cases) result.push_back({one.id, {}, 0});
  for (std::size_t i = 0; i < seats.seats.size(); ++i) {
    if (flow.on_arc[i] == 0) continue;
    const auto& one = model.cases[static_cast<std::size_t>(seats.seats[i].of_case)];
    const auto& candidate = one.candidates[static_cast<std::size_t>(seats.seats[i].candidate)];
    Seat& seat = result[static_cast<std::size_t>(seats.seats[i].of_case)];
    seat.fit = seat.reviewers.empty() ? candidate.fit : std::min(seat.fit, candidate.fit);
    seat.reviewers.push_back(model.reviewers[static_cast<std::size_t>(candidate.reviewer)].id);
  }
  return result;
}

/// Which cases hold places with which reviewers, for the explanations.
class Shortages {
public:
  Shortages(const AssignmentModel& model, const std::vector<Seat>& seats)
      : model_(model), held_by_(model.reviewers.size()) {
    for (std::size_t c = 0; c < seats.size(); ++c)
      for (const std::string& id : seats[c].reviewers) held_by_[place(id)].push_back(static_cast<int>(c));
  }

  /// Everything that an exchange of places could reach from a waiting case.
  Shortage explain(int waiting) const {
    std::vector<bool> is_case(model_.cases.size()), is_reviewer(model_.reviewers.size());
    std::vector<int> cases{waiting};
    is_case[static_cast<std::size_t>(waiting)] = true;
    for (std::size_t next = 0; next < cases.size(); ++next)
      for (const auto& candidate : model_.cases[static_cast<std::size_t>(cases[next])].candidates) {
        const auto r = static_cast<std::size_t>(candidate.reviewer);
        if (is_reviewer[r]) continue;
        is_reviewer[r] = true;
        for (const int other : held_by_[r])
          if (!is_case[static_cast<std::size_t>(other)]) {
            is_case[static_cast<std::size_t>(other)] = true;
            cases.push_back(other);
          }
      }
    return told(waiting, is_case, is_reviewer);
  }

private:
  std::size_t place(const std::string& id) const {
    const auto found = std::lower_bound(model_.reviewers.begin(), model_.reviewers.end(), id,
                                        [](const auto& each, const std::string& name) { return each.id < name; });
    return static_cast<std::size_t>(found - model_.reviewers.begin());
  }

  Shortage told(int waiting, const std::vector<bool>& is_case, const std::vector<bool>& is_reviewer) const {
    Shortage result;
    const auto add = [&](std::size_t c) {
      result.cases.push_back(model_.cases[c].id);
      result.seats += model_.cases[c].seats;
      if (model_.cases[c].seats > 1) result.is_minimal = false;
    };
    add(static_cast<std::size_t>(waiting));
    for (std::size_t c = 0; c < is_case.size(); ++c)
      if (is_case[c] && static_cast<int>(c) != waiting) add(c);
    for (std::size_t r = 0; r < is_reviewer.size(); ++r)
      if (is_reviewer[r]) {
        result.reviewers.push_back(model_.reviewers[r].id);
        result.room += model_.reviewers[r].room;
      }
    return result;
  }

  const AssignmentModel& model_;
  std::vector<std::vector<int>> held_by_;
};

/// Asks for the most cases, the best worst fit and the least cost, in this order.
class Ranking {
public:
  Ranking(const AssignmentModel& model, const AssignmentLimits& limits, AssignmentProof& proof)
      : model_(model), limits_(limits), proof_(proof) {
    question_.uneven_load = limits.uneven_load;
    question_.with_costs =
        model.panels.empty(); // one flow answers both; with panels counting alone is a shorter search
  }

  /// The cheapest assignment; sets all bounds of the proof.
  Answer run() {
    const auto total = static_cast<std::int64_t>(model_.cases.size());
    const int lowest = model_.fits.empty() ? 0 : model_.fits.back(),
              best = model_.fits.empty() ? 0 : model_.fits.front();
    Answer answer = ask(best);
    Answer most = answer;
    if (waiting(answer.cost) > 0 && best != lowest) most = ask(lowest);
    proof_.cases_bound = total - waiting(most.bound);
    proof_.worst_fit = proof_.worst_fit_bound = best;
    for (std::size_t level = 1; waiting(answer.cost) > waiting(most.cost) && level < model_.fits.size(); ++level) {
      const bool is_shut_out = waiting(answer.bound) > waiting(most.cost); // nobody does as many cases at this fit
      proof_.worst_fit = model_.fits[level];
      if (is_shut_out && proof_.worst_fit_bound == model_.fits[level - 1]) proof_.worst_fit_bound = proof_.worst_fit;
      answer = model_.fits[level] == lowest ? most : ask(model_.fits[level]);
    }
    if (!question_.with_costs) {
      question_.with_costs = true;
      answer = ask(proof_.worst_fit);
    }
    question_.least_fit = proof_.worst_fit;
    return answer;
  }

  const Question& question() const { return question_; }

private:
  Answer ask(int least_fit) {
    question_.least_fit = least_fit;
    return PanelSearch(model_, question_, proof_.nodes + limits_.most_nodes, proof_.nodes).run();
  }
  /// How many cases wait at this cost: everything else together costs less than one of them.
  std::int64_t waiting(std::int64_t cost) const { return cost / question_.waiting(model_); }

  const AssignmentModel& model_;
  const AssignmentLimits& limits_;
  AssignmentProof& proof_;
  Question question_;
};

} // namespace

Assignment assign(const Queue& queue, const AssignmentLimits& limits) {
  const AssignmentModel model(queue, limits.uneven_load);
  Assignment result;
  AssignmentProof& proof = result.proof;
  Ranking ranking(model, limits, proof);
  const Answer cheapest = ranking.run();
  const SeatNetwork seats = seat_network(model, ranking.question(), cheapest.panels);
  const Flow flow = cheapest_flow(seats.network);
  ++proof.nodes;
  result.seats = seats_of(model, seats, drawn_among_equals(model, seats, flow, limits.seed));
  for (const Seat& seat : result.seats) proof.cases_assigned += seat.reviewers.empty() ? 0 : 1;
  const std::int64_t of_waiting =
      ranking.question().waiting(model) * (static_cast<std::int64_t>(model.cases.size()) - proof.cases_assigned);
  proof.cost = flow.cost - of_waiting;
  proof.cost_bound = std::min(cheapest.bound, dual_bound(seats.network, flow.potential)) - of_waiting;

  const Shortages shortages(model, result.seats);
  for (std::size_t c = 0; c < result.seats.size(); ++c)
    if (result.seats[c].reviewers.empty() && !model.cases[c].candidates.empty() &&
        static_cast<std::int64_t>(result.shortages.size()) < limits.unassigned_shown)
      result.shortages.push_back(shortages.explain(static_cast<int>(c)));
  return result;
}

} // namespace openimr::reviewers
