#include "guidelines/change_sets.h"

#include <algorithm>
#include <fmt/format.h>
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

/// Independent evaluation: counts of parts that hold and that are open.
Verdict evaluate(const Logic& tree, const Values& values) {
  if (tree.kind == Logic::Kind::Criterion) return values.at(tree.id);
  if (tree.kind == Logic::Kind::Always) return Verdict::Met;
  if (tree.kind == Logic::Kind::Not) return opposite(evaluate(tree.parts[0], values));
  std::vector<int> ranks;
  for (const Logic& part : tree.parts) {
    const Verdict value = evaluate(part, values);
    ranks.push_back(value == Verdict::NotMet ? 0 : value == Verdict::Unknown ? 1 : 2);
  }
  std::sort(ranks.rbegin(), ranks.rend());
  const std::size_t n = tree.kind == Logic::Kind::All   ? ranks.size()
                        : tree.kind == Logic::Kind::Any ? 1
                                                        : static_cast<std::size_t>(tree.count);
  const int rank = ranks[n - 1];
  return rank == 0 ? Verdict::NotMet : rank == 1 ? Verdict::Unknown : Verdict::Met;
}

/// Tries every assignment of a changed value to every atom and keeps the minimal ones.
std::set<SettlingSet> brute_force(const Logic& tree, const Values& values) {
  std::vector<std::pair<std::string, std::vector<Verdict>>> choices; // nullopt = leave
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

Logic random_tree(std::mt19937& random, int atoms, int depth) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  if (depth == 0 || pick(4) == 0) return leaf(fmt::format("c{}", pick(atoms)));
  const int kind = pick(4);
  if (kind == 0) return node(Logic::Kind::Not, {random_tree(random, atoms, depth - 1)});
  std::vector<Logic> parts;
  for (int i = 0, n = 1 + pick(3); i < n; ++i) parts.push_back(random_tree(random, atoms, depth - 1));
  if (kind == 1) return node(Logic::Kind::All, parts);
  if (kind == 2) return node(Logic::Kind::Any, parts);
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

} // namespace openimr::guidelines
