// Kleene's logic, every operator of the language to three operands, against an independent reading: truth as a number,
// 0, 1/2 or 1; "and" is the least, "or" the greatest, "not" the rest to 1, "at least n" the n-th greatest.
#include "guidelines/change_sets.h"
#include "guidelines/recommend.h"
#include "guidelines/test_scene.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

namespace openimr::guidelines {
namespace {

constexpr Verdict all_values[] = {Verdict::NotMet, Verdict::Unknown, Verdict::Met};

int order(Verdict value) { return value == Verdict::NotMet ? 0 : value == Verdict::Unknown ? 1 : 2; }

int expected(const Logic& tree, const std::vector<Verdict>& values) {
  if (tree.kind == Logic::Kind::Fact) return order(values[static_cast<std::size_t>(tree.id.back() - '0')]);
  if (tree.kind == Logic::Kind::Always) return 2;
  if (tree.kind == Logic::Kind::Judgment) return 1;
  std::vector<int> parts;
  for (const Logic& part : tree.parts) parts.push_back(expected(part, values));
  switch (tree.kind) {
  case Logic::Kind::All:
    return *std::min_element(parts.begin(), parts.end());
  case Logic::Kind::Any:
  case Logic::Kind::Except:
    return *std::max_element(parts.begin(), parts.end());
  case Logic::Kind::Not:
    return 2 - parts[0];
  case Logic::Kind::Unless:
    return std::min(parts[0], 2 - parts[1]);
  default:
    std::sort(parts.rbegin(), parts.rend());
    return parts[static_cast<std::size_t>(tree.count) - 1];
  }
}

/// The same tree over criteria, for requirements.
Logic over_criteria(Logic tree) {
  if (tree.kind == Logic::Kind::Fact) tree.kind = Logic::Kind::Criterion;
  for (Logic& part : tree.parts) part = over_criteria(part);
  return tree;
}

/// Holds the three ways to a truth against the numbers: quickly, explained, and as a requirement over criteria.
void check(const Logic& tree, const std::vector<Verdict>& values) {
  TestScene scene;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == Verdict::Unknown) continue;
    scene.add(fmt::format("a.{}", i).c_str(), "2014-06-01").assertion =
        values[i] == Verdict::Met ? records::Assertion::Present : records::Assertion::Absent;
  }
  const Verdict wanted = all_values[expected(tree, values)];
  ASSERT_EQ(scene.verdict(tree), name(wanted));
  if (asks_judgment(tree)) return;
  const auto value_of = [&](const std::string& id) { return values[static_cast<std::size_t>(id.back() - '0')]; };
  ASSERT_EQ(truth_of(over_criteria(tree), value_of), wanted);
}

/// Every operator over so many parts.
std::vector<Logic> operators(const std::vector<Logic>& parts) {
  std::vector<Logic> trees;
  const auto add = [&](Logic::Kind kind, int count = 0) {
    trees.emplace_back();
    trees.back().kind = kind;
    trees.back().parts = parts;
    trees.back().count = count;
  };
  if (parts.size() == 1) add(Logic::Kind::Not);
  if (parts.size() == 2) add(Logic::Kind::Unless);
  for (const auto kind : {Logic::Kind::All, Logic::Kind::Any, Logic::Kind::Except}) add(kind);
  for (int n = 1; n <= static_cast<int>(parts.size()); ++n) add(Logic::Kind::AtLeast, n);
  return trees;
}

Logic leaf(int number) {
  Logic logic;
  logic.kind = Logic::Kind::Fact;
  logic.id = fmt::format("a.{}", number);
  logic.key = key_of(logic.id);
  return logic;
}

/// Calls take(values) for every assignment of three values to `size` leaves.
template <class Take> void each_assignment(std::size_t size, Take take) {
  std::size_t total = 1;
  for (std::size_t i = 0; i < size; ++i) total *= 3;
  for (std::size_t code = 0; code < total; ++code) {
    std::vector<Verdict> values;
    for (std::size_t i = 0, rest = code; i < size; ++i, rest /= 3) values.push_back(all_values[rest % 3]);
    take(values);
  }
}

} // namespace

TEST(Kleene, EveryOperatorOnEveryAssignmentToThreeOperands) {
  int checked = 0;
  for (int size = 1; size <= 3; ++size) {
    std::vector<Logic> leaves;
    for (int i = 0; i < size; ++i) leaves.push_back(leaf(i));
    for (const Logic& tree : operators(leaves))
      each_assignment(leaves.size(), [&](const std::vector<Verdict>& values) { check(tree, values), ++checked; });
  }
  EXPECT_EQ(checked, 5 * 3 + 6 * 9 + 6 * 27);
}

TEST(Kleene, EveryOperatorInsideEveryOther) {
  const std::vector<Logic> outer_leaves = {leaf(0), leaf(1), leaf(2)};
  for (const std::size_t outer_size : {1u, 2u, 3u})
    for (const Logic& outer : operators({outer_leaves.begin(), outer_leaves.begin() + outer_size}))
      for (const std::size_t inner_size : {1u, 2u})
        for (const Logic& inner : operators({outer_leaves.begin(), outer_leaves.begin() + inner_size}))
          for (std::size_t at = 0; at < outer_size; ++at) {
            Logic tree = outer;
            tree.parts[at] = inner;
            each_assignment(3, [&](const std::vector<Verdict>& values) { check(tree, values); });
          }
}

TEST(Kleene, JudgmentIsUnknownAndAlwaysIsMet) {
  for (const auto kind : {Logic::Kind::Judgment, Logic::Kind::Always}) {
    Logic constant;
    constant.kind = kind;
    for (const Logic& tree : operators({leaf(0), constant}))
      each_assignment(1, [&](const std::vector<Verdict>& values) { check(tree, values); });
  }
}

/// What was settled stays settled when an unknown becomes known (monotone in information): the property that lets "what
/// would change it" leave out what does not matter.
TEST(Kleene, KnowingMoreNeverTakesBack) {
  const auto trees = operators({leaf(0), leaf(1), leaf(2)});
  for (const Logic& tree : trees)
    each_assignment(3, [&](const std::vector<Verdict>& values) {
      const int before = expected(tree, values);
      if (before == 1) return;
      for (std::size_t i = 0; i < values.size(); ++i)
        for (const Verdict known : all_values) {
          if (values[i] != Verdict::Unknown) continue;
          auto more = values;
          more[i] = known;
          EXPECT_EQ(expected(tree, more), before);
          check(tree, more);
        }
    });
}

} // namespace openimr::guidelines
