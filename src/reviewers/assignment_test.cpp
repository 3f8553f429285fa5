// Assignment against an exhaustive search that shares nothing with it, and what a coordinator relies on.
#include "reviewers/assignment.h"
#include "reviewers/flow.h"

#include <algorithm>
#include <functional>
#include <gmock/gmock.h>
#include <map>
#include <random>
#include <set>

namespace openimr::reviewers {
namespace {

using testing::ElementsAre;

/// Chooses whole sets of reviewers for each case in turn and keeps the best of everything: for a handful of cases only.
class Exhaustive {
public:
  struct Best {
    int cases = -1, fit = -1;
    std::int64_t cost = 0;
  };

  Exhaustive(const Queue& queue, std::int64_t uneven) : queue_(queue), uneven_(uneven) {
    for (const auto& each : queue.reviewers) room_[each.reviewer] = each;
  }
  Best run() {
    place(0);
    return best_;
  }

private:
  void place(std::size_t c) {
    if (c == queue_.cases.size()) return weigh();
    place_seats(c, 0, queue_.cases[c].seats);
    place(c + 1); // waits
  }
  void place_seats(std::size_t c, std::size_t from, int missing) {
    if (missing == 0) {
      ++cases_;
      place(c + 1);
      --cases_;
      return;
    }
    const auto& candidates = queue_.cases[c].candidates;
    for (std::size_t k = from; k < candidates.size(); ++k) {
      const auto found = room_.find(candidates[k].reviewer);
      if (found == room_.end() || given_[candidates[k].reviewer] >= found->second.room) continue;
      ++given_[candidates[k].reviewer];
      fits_.push_back(candidates[k].fit);
      cost_ += candidates[k].cost;
      place_seats(c, k + 1, missing - 1);
      cost_ -= candidates[k].cost;
      fits_.pop_back();
      --given_[candidates[k].reviewer];
    }
  }
  void weigh() {
    const int fit = fits_.empty() ? 99 : *std::min_element(fits_.begin(), fits_.end());
    std::int64_t cost = cost_;
    for (const auto& [id, count] : given_)
      for (int k = 1; k <= count; ++k) cost += uneven_ * (room_[id].load + k) / (room_[id].load + room_[id].room);
    if (std::tuple(-cases_, -fit, cost) < std::tuple(-best_.cases, -best_.fit, best_.cost)) best_ = {cases_, fit, cost};
  }

  const Queue& queue_;
  std::int64_t uneven_, cost_ = 0;
  std::map<std::string, ReviewerRoom> room_;
  std::map<std::string, int> given_;
  std::vector<int> fits_;
  int cases_ = 0;
  Best best_;
};

Queue random_queue(std::mt19937& random, bool with_panels) {
  const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  Queue queue;
  const int reviewers = 1 + below(5), cases = 1 + below(5);
  for (int r = 0; r < reviewers; ++r) queue.reviewers.push_back({"R" + std::to_string(r), below(4), below(3)});
  for (int c = 0; c < cases; ++c) {
    QueuedCase one{"C" + std::to_string(c), with_panels && below(3) == 0 ? 3 : 1, {}};
    for (int r = 0; r < reviewers; ++r)
      if (below(10) < 6) one.candidates.push_back({"R" + std::to_string(r), below(3), below(40)});
    queue.cases.push_back(one);
  }
  return queue;
}

/// That an assignment keeps to candidates, room and whole panels.
void expect_lawful(const Queue& queue, const Assignment& done) {
  std::map<std::string, int> given;
  ASSERT_EQ(done.seats.size(), queue.cases.size());
  for (const Seat& seat : done.seats) {
    const auto& one = *std::find_if(queue.cases.begin(), queue.cases.end(),
                                    [&](const auto& each) { return each.id == seat.case_id; });
    ASSERT_TRUE(seat.reviewers.empty() || static_cast<int>(seat.reviewers.size()) == one.seats) << seat.case_id;
    EXPECT_EQ(std::set<std::string>(seat.reviewers.begin(), seat.reviewers.end()).size(), seat.reviewers.size());
    for (const auto& id : seat.reviewers) {
      ++given[id];
      EXPECT_TRUE(std::any_of(one.candidates.begin(), one.candidates.end(),
                              [&](const auto& candidate) { return candidate.reviewer == id; }));
    }
  }
  for (const auto& each : queue.reviewers) EXPECT_LE(given[each.reviewer], each.room);
}

/// Whether these cases ask for more seats than all their candidates have room.
bool is_short(const Queue& queue, const std::set<std::string>& cases) {
  std::set<std::string> reviewers;
  int seats = 0, room = 0;
  for (const auto& one : queue.cases)
    if (cases.count(one.id)) {
      seats += one.seats;
      for (const auto& candidate : one.candidates) reviewers.insert(candidate.reviewer);
    }
  for (const auto& each : queue.reviewers) room += reviewers.count(each.reviewer) ? each.room : 0;
  return seats > room;
}

/// A shortage explains when it is one, and explains well when none of its cases could be left out.
void expect_minimal(const Queue& queue, const Shortage& shortage) {
  const auto& cases = shortage.cases;
  EXPECT_TRUE(is_short(queue, {cases.begin(), cases.end()}));
  for (unsigned set = 1; set + 1 < 1U << cases.size(); ++set) {
    std::set<std::string> fewer;
    for (std::size_t c = 0; c < cases.size(); ++c)
      if (set >> c & 1) fewer.insert(cases[c]);
    EXPECT_FALSE(is_short(queue, fewer)) << testing::PrintToString(fewer);
  }
}

TEST(Assignment, equals_an_exhaustive_search_on_a_thousand_queues) {
  std::mt19937 random(20150116);
  int with_waiting = 0;
  for (int i = 0; i < 1000; ++i) {
    const Queue queue = random_queue(random, i % 2 == 0);
    const std::int64_t uneven = i % 3 == 0 ? 0 : 12;
    const Assignment done = assign(queue, {.seed = 7, .uneven_load = uneven});
    const auto best = Exhaustive(queue, uneven).run();
    SCOPED_TRACE(i);
    expect_lawful(queue, done);
    EXPECT_EQ(done.proof.cases_assigned, best.cases);
    if (best.cases > 0) {
      EXPECT_EQ(done.proof.worst_fit, best.fit);
    }
    EXPECT_EQ(done.proof.cost, best.cost);
    EXPECT_TRUE(done.proof.is_optimal());
    with_waiting += done.shortages.empty() ? 0 : 1;
    for (const Shortage& shortage : done.shortages)
      if (shortage.is_minimal) expect_minimal(queue, shortage);
  }
  EXPECT_GT(with_waiting, 100) << "too few queues with a waiting case to show anything";
}

TEST(Assignment, does_not_depend_on_the_order_of_anything) {
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    Queue queue = random_queue(random, true);
    const Assignment first = assign(queue, {.seed = 11, .uneven_load = 5});
    std::shuffle(queue.cases.begin(), queue.cases.end(), random);
    std::shuffle(queue.reviewers.begin(), queue.reviewers.end(), random);
    for (auto& one : queue.cases) std::shuffle(one.candidates.begin(), one.candidates.end(), random);
    const Assignment second = assign(queue, {.seed = 11, .uneven_load = 5});
    ASSERT_EQ(first.seats.size(), second.seats.size());
    for (std::size_t c = 0; c < first.seats.size(); ++c) {
      EXPECT_EQ(first.seats[c].case_id, second.seats[c].case_id);
      EXPECT_EQ(first.seats[c].reviewers, second.seats[c].reviewers);
    }
  }
}

TEST(Assignment, the_seed_decides_among_equals_and_only_there) {
  Queue queue;
  for (const char* id : {"R1", "R2", "R3", "R4"}) queue.reviewers.push_back({id, 1, 0});
  queue.cases.push_back({"A", 1, {{"R1", 2, 0}, {"R2", 2, 0}, {"R3", 2, 0}, {"R4", 2, 5}}});
  std::map<std::string, int> times;
  for (std::uint64_t seed = 0; seed < 300; ++seed) ++times[assign(queue, {.seed = seed}).seats[0].reviewers[0]];
  EXPECT_EQ(times["R4"], 0);
  for (const char* id : {"R1", "R2", "R3"}) EXPECT_GT(times[id], 60) << id;
}

TEST(Assignment, a_panel_is_filled_whole_or_waits) {
  Queue queue;
  for (const char* id : {"R1", "R2", "R3"}) queue.reviewers.push_back({id, 1, 0});
  queue.cases.push_back({"panel", 3, {{"R1", 2, 0}, {"R2", 2, 0}, {"R3", 2, 0}}});
  EXPECT_THAT(assign(queue, {}).seats[0].reviewers, ElementsAre("R1", "R2", "R3"));
  queue.cases.push_back({"single", 1, {{"R1", 2, 0}}});
  queue.cases.push_back({"other", 1, {{"R2", 2, 0}}});
  const Assignment done = assign(queue, {});
  EXPECT_EQ(done.proof.cases_assigned, 2) << "two single cases are more than one panel";
  EXPECT_TRUE(done.seats[1].reviewers.empty());
  EXPECT_EQ(done.seats[1].case_id, "panel");
}

TEST(Assignment, more_cases_come_before_better_fit_and_better_fit_before_cost) {
  Queue queue;
  queue.reviewers = {{"near", 1, 0}, {"far", 1, 0}};
  queue.cases.push_back({"A", 1, {{"near", 2, 0}, {"far", 1, 100}}});
  queue.cases.push_back({"B", 1, {{"near", 2, 0}}});
  Assignment done = assign(queue, {});
  EXPECT_EQ(done.proof.cases_assigned, 2);
  EXPECT_THAT(done.seats[0].reviewers, ElementsAre("far"));
  EXPECT_EQ(done.proof.worst_fit, 1);
  queue.cases[0].candidates[1].fit = 2; // now all are of the same specialty, whatever it costs
  done = assign(queue, {});
  EXPECT_EQ(done.proof.worst_fit, 2);
  EXPECT_EQ(done.proof.cost, 100);
}

TEST(Assignment, an_even_share_is_cheapest) {
  Queue queue;
  queue.reviewers = {{"idle", 10, 0}, {"busy", 5, 5}};
  for (int c = 0; c < 8; ++c) queue.cases.push_back({"C" + std::to_string(c), 1, {{"idle", 2, 0}, {"busy", 2, 0}}});
  std::map<std::string, int> given;
  for (const Seat& seat : assign(queue, {.seed = 1, .uneven_load = 1000}).seats) ++given[seat.reviewers[0]];
  EXPECT_GE(given["idle"], 6);
}

TEST(Assignment, says_when_the_search_ended_before_the_proof) {
  std::mt19937 random(5);
  int unproven = 0;
  for (int i = 0; i < 300; ++i) {
    const Queue queue = random_queue(random, true);
    const Assignment done = assign(queue, {.most_nodes = 1});
    expect_lawful(queue, done);
    const auto best = Exhaustive(queue, 0).run();
    EXPECT_GE(done.proof.cases_bound, best.cases);
    EXPECT_LE(done.proof.cases_assigned, best.cases);
    unproven += done.proof.is_optimal() ? 0 : 1;
  }
  EXPECT_GT(unproven, 0);
}

TEST(Assignment, an_empty_queue_is_done) {
  const Assignment done = assign({}, {});
  EXPECT_TRUE(done.seats.empty());
  EXPECT_TRUE(done.proof.is_optimal());
}

TEST(Flow, the_bound_never_passes_the_cost_whatever_the_potentials) {
  std::mt19937 random(9);
  for (int i = 0; i < 200; ++i) {
    FlowNetwork network{{3, 0, 0, -3}, {}};
    for (int from = 0; from < 4; ++from)
      for (int to = 0; to < 4; ++to)
        if (from != to)
          network.arcs.push_back({from, to, 0, 1 + static_cast<int>(random() % 3), static_cast<int>(random() % 20)});
    const Flow flow = cheapest_flow(network);
    ASSERT_TRUE(flow.is_feasible);
    EXPECT_EQ(dual_bound(network, flow.potential), flow.cost);
    std::vector<std::int64_t> wrong = flow.potential;
    wrong[random() % 4] += static_cast<int>(random() % 9) - 4;
    EXPECT_LE(dual_bound(network, wrong), flow.cost);
  }
  EXPECT_FALSE(cheapest_flow({{1, -1}, {}}).is_feasible);
}

} // namespace
} // namespace openimr::reviewers
