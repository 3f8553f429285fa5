#include "guidelines/change_sets.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <random>

namespace openimr::guidelines {
namespace {

using Values = std::map<std::string, Verdict>;

Logic leaf(const std::string& id) {
  Logic logic;
  logic.kind = Logic::Kind::Criterion;
  logic.id = id;
  return logic;
}

Logic node(Logic::Kind kind, std::vector<Logic> parts, int count = 0) {
  Logic logic;
  logic.kind = kind;
  logic.parts = std::move(parts);
  logic.count = count;
  return logic;
}

int falsity(Verdict value) { return value == Verdict::NotMet ? 2 : value == Verdict::Unknown ? 1 : 0; }

/// Independent evaluation: counts of parts that hold and that are open.
Verdict evaluate(const Logic& tree, const Values& values) {
  if (tree.kind == Logic::Kind::Criterion) return values.at(tree.id);
  if (tree.kind == Logic::Kind::Always) return Verdict::Met;
  if (tree.kind == Logic::Kind::Not) return opposite(evaluate(tree.parts[0], values));
  if (tree.kind == Logic::Kind::Unless)
    return std::min({evaluate(tree.parts[0], values), opposite(evaluate(tree.parts[1], values))},
                    [](Verdict a, Verdict b) { return falsity(a) > falsity(b); });
  std::vector<int> ranks;
  for (const Logic& part : tree.parts) {
    const Verdict value = evaluate(part, values);
    ranks.push_back(value == Verdict::NotMet ? 0 : value == Verdict::Unknown ? 1 : 2);
  }
  std::sort(ranks.rbegin(), ranks.rend());
  const std::size_t n = tree.kind == Logic::Kind::All       ? ranks.size()
                        : tree.kind != Logic::Kind::AtLeast ? 1
                                                            : static_cast<std::size_t>(tree.count);
  const int rank = ranks[n - 1];
  return rank == 0 ? Verdict::NotMet : rank == 1 ? Verdict::Unknown : Verdict::Met;
}

/// Tries every assignment of a changed value to every atom and keeps the minimal ones.
std::set<SettlingSet> brute_force(const Logic& tree, const Values& values) {
  std::vector<SettlingSet> found;
  std::vector<std::string> atoms;
  for (const auto& [id, value] : values) atoms.push_back(id);
  std::size_t total = 1;
  for (std::size_t i = 0; i < atoms.size(); ++i) total *= 3;
  for (std::size_t code = 0; code < total; ++code) {
    Values changed = values;
    SettlingSet set;
    std::size_t rest = code;
    bool is_valid = true;
    for (const std::string& atom : atoms) {
      const std::size_t choice = rest % 3;
      rest /= 3;
      if (choice == 0) continue;
      const Verdict to = choice == 1 ? Verdict::Met : Verdict::NotMet;
      if (values.at(atom) == to) is_valid = false; // no change
      changed[atom] = to;
      set.insert({atom, to == Verdict::Met});
    }
    if (is_valid && evaluate(tree, changed) == Verdict::Met) found.push_back(set);
  }
  std::set<SettlingSet> minimal;
  for (const SettlingSet& set : found) {
    const bool covered = std::any_of(found.begin(), found.end(), [&](const SettlingSet& other) {
      return other != set && std::includes(set.begin(), set.end(), other.begin(), other.end());
    });
    if (!covered) minimal.insert(set);
  }
  return minimal;
}

/// The same for many atoms, by a table over all 3^n changes: a change is minimal when it reaches the goal and no change
/// that leaves more as it is does.
std::set<SettlingSet> brute_force_table(const Logic& tree, const Values& values) {
  const std::vector<std::pair<std::string, Verdict>> atoms(values.begin(), values.end());
  std::vector<std::size_t> power = {1};
  for (std::size_t i = 0; i < atoms.size(); ++i) power.push_back(power.back() * 3);
  // 1: reaches the goal; 2: some smaller change does.
  std::vector<char> state(power.back(), 0);
  std::set<SettlingSet> minimal;
  Values changed = values;
  for (std::size_t code = 0; code < power.back(); ++code) {
    bool is_change = true, smaller = false;
    SettlingSet set;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      const std::size_t digit = code / power[i] % 3;
      const Verdict to = digit == 0 ? atoms[i].second : digit == 1 ? Verdict::Met : Verdict::NotMet;
      changed[atoms[i].first] = to;
      if (digit == 0) continue;
      is_change = is_change && to != atoms[i].second;
      smaller = smaller || state[code - digit * power[i]] != 0; // the smaller code was looked at before
      set.insert({atoms[i].first, digit == 1});
    }
    if (!is_change) continue;
    if (smaller)
      state[code] = 2;
    else if (evaluate(tree, changed) == Verdict::Met)
      state[code] = 1, minimal.insert(set);
  }
  return minimal;
}

Logic random_tree(std::mt19937& random, int atoms, int depth) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  if (depth == 0 || pick(4) == 0) return leaf(fmt::format("c{}", pick(atoms)));
  const int kind = pick(6);
  if (kind == 4)
    return node(Logic::Kind::Unless, {random_tree(random, atoms, depth - 1), random_tree(random, atoms, depth - 1)});
  if (kind == 0) return node(Logic::Kind::Not, {random_tree(random, atoms, depth - 1)});
  std::vector<Logic> parts;
  for (int i = 0, n = 1 + pick(3); i < n; ++i) parts.push_back(random_tree(random, atoms, depth - 1));
  if (kind == 1) return node(Logic::Kind::All, parts);
  if (kind == 2) return node(Logic::Kind::Any, parts);
  if (kind == 5) return node(Logic::Kind::Except, parts);
  const int n = 1 + pick(static_cast<int>(parts.size()));
  return node(Logic::Kind::AtLeast, parts, n);
}

std::set<SettlingSet> changes(const Logic& tree, const Values& values) {
  const auto list = minimal_changes(tree, [&](const std::string& id) { return values.at(id); });
  return {list.begin(), list.end()};
}

} // namespace

TEST(ChangeSets, OnlyNamesWhatHasToChange) {
  const Values values = {{"a", Verdict::Met}, {"b", Verdict::Unknown}, {"c", Verdict::NotMet}};
  EXPECT_EQ(changes(leaf("a"), values), (std::set<SettlingSet>{{}}));
  EXPECT_EQ(changes(node(Logic::Kind::All, {leaf("a"), leaf("b"), leaf("c")}), values),
            (std::set<SettlingSet>{{{"b", true}, {"c", true}}}));
  EXPECT_EQ(changes(node(Logic::Kind::Any, {leaf("b"), leaf("c")}), values),
            (std::set<SettlingSet>{{{"b", true}}, {{"c", true}}}));
  // One criterion cannot be asked both ways, even when it has one of the values now.
  EXPECT_EQ(changes(node(Logic::Kind::All,
                         {node(Logic::Kind::Any, {leaf("a"), leaf("b")}), node(Logic::Kind::Not, {leaf("a")})}),
                    values),
            (std::set<SettlingSet>{{{"a", false}, {"b", true}}}));
  EXPECT_EQ(changes(node(Logic::Kind::All, {leaf("b"), node(Logic::Kind::Not, {leaf("b")})}), values),
            std::set<SettlingSet>{});
}

TEST(ChangeSets, EqualBruteForceOnRandomTrees) {
  std::mt19937 random(20150316);
  for (int round = 0; round < 3000; ++round) {
    const int atoms = 2 + static_cast<int>(random() % 5u);
    const Logic tree = random_tree(random, atoms, 3);
    Values values;
    for (int i = 0; i < atoms; ++i) values[fmt::format("c{}", i)] = static_cast<Verdict>(random() % 3u);
    ASSERT_EQ(changes(tree, values), brute_force(tree, values)) << "round " << round;
  }
}

TEST(ChangeSets, EqualBruteForceUpToFourteenAtoms) {
  std::mt19937 random(9792251);
  for (const auto& [atoms, rounds] : {std::pair(7, 60), {10, 12}, {14, 2}})
    for (int round = 0; round < rounds; ++round) {
      const Logic tree = random_tree(random, atoms, 5);
      Values values;
      for (int i = 0; i < atoms; ++i) values[fmt::format("c{:02}", i)] = static_cast<Verdict>(random() % 3u);
      Logic named = tree;
      const std::function<void(Logic&)> rename = [&](Logic& one) {
        if (one.kind == Logic::Kind::Criterion) one.id = fmt::format("c{:02}", std::stoi(one.id.substr(1)));
        for (Logic& part : one.parts) rename(part);
      };
      rename(named);
      ASSERT_EQ(changes(named, values), brute_force_table(named, values)) << atoms << " atoms, round " << round;
    }
}

TEST(ChangeSets, TheBoundStopsAndSaysSo) {
  // Twenty pairs of which one each: a million ways.
  std::vector<Logic> pairs;
  Values values;
  for (int i = 0; i < 20; ++i) {
    pairs.push_back(node(Logic::Kind::Any, {leaf(fmt::format("a{}", i)), leaf(fmt::format("b{}", i))}));
    values[fmt::format("a{}", i)] = values[fmt::format("b{}", i)] = Verdict::Unknown;
  }
  const auto value_of = [&](const std::string& id) { return values.at(id); };
  const Changes changes = find_changes(node(Logic::Kind::All, pairs), value_of, 2000);
  EXPECT_FALSE(changes.is_complete);
  EXPECT_TRUE(changes.sets.empty());
  EXPECT_LE(changes.products, 5000u);
}

} // namespace openimr::guidelines
