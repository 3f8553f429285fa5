#include "guidelines/change_sets.h"

#include <algorithm>
#include <cassert>

namespace openimr::guidelines {
namespace {

using Sets = std::vector<SettlingSet>;
using ValueOf = std::function<Verdict(const std::string&)>;

/// Leaves only sets that contain no other and do not ask for a criterion both ways; smallest first, then by name.
Sets minimal(Sets sets) {
  std::sort(sets.begin(), sets.end(), [](const SettlingSet& a, const SettlingSet& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  Sets kept;
  for (SettlingSet& set : sets) {
    const bool contradicts = std::any_of(set.begin(), set.end(), [&](const Settling& one) {
      return set.contains({one.criterion, !one.to_hold});
    });
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const SettlingSet& smaller) {
      return std::includes(set.begin(), set.end(), smaller.begin(), smaller.end());
    });
    if (!contradicts && !covered) kept.push_back(std::move(set));
  }
  return kept;
}

Sets either_set_of(Sets a, const Sets& b) {
  a.insert(a.end(), b.begin(), b.end());
  return minimal(std::move(a));
}

/// The work that is left; when it runs out, whatever is returned is thrown away.
struct Budget {
  std::size_t left = 0, used = 0;
  bool spend(std::size_t products) {
    used += products;
    left -= std::min(left, products);
    return left > 0;
  }
};

Sets products_of(const Sets& a, const Sets& b, Budget& budget) {
  return budget.spend(a.size() * b.size() + 1) ? combine(a, b) : Sets{};
}

Sets sets_for(const Logic& tree, bool wanted, Budget& budget);

/// At least n of the parts from index on, each with the wanted value.
Sets at_least(const std::vector<Logic>& parts, std::size_t index, int n, bool wanted, Budget& budget) {
  if (n <= 0) return {{}};
  if (static_cast<int>(parts.size() - index) < n || budget.left == 0) return {};
  Sets with =
      products_of(sets_for(parts[index], wanted, budget), at_least(parts, index + 1, n - 1, wanted, budget), budget);
  return either_set_of(std::move(with), at_least(parts, index + 1, n, wanted, budget));
}

Sets sets_for(const Logic& tree, bool wanted, Budget& budget) {
  if (!budget.spend(1)) return {};
  const int size = static_cast<int>(tree.parts.size());
  switch (tree.kind) {
  case Logic::Kind::Always:
    return wanted ? Sets{{}} : Sets{};
  case Logic::Kind::Criterion:
    return {{Settling{tree.id, wanted}}};
  case Logic::Kind::Not:
    return sets_for(tree.parts.front(), !wanted, budget);
  case Logic::Kind::All:
    return at_least(tree.parts, 0, wanted ? size : 1, wanted, budget);
  // The rule and not its exception; or no rule, or the exception.
  case Logic::Kind::Unless: {
    Sets rule = sets_for(tree.parts[0], wanted, budget), exception = sets_for(tree.parts[1], !wanted, budget);
    return wanted ? products_of(rule, exception, budget) : either_set_of(std::move(rule), exception);
  }
  case Logic::Kind::Any:
  case Logic::Kind::Except:
    return at_least(tree.parts, 0, wanted ? 1 : size, wanted, budget);
  // Fewer than n hold exactly when at least size - n + 1 do not.
  case Logic::Kind::AtLeast:
    return at_least(tree.parts, 0, wanted ? tree.count : size - tree.count + 1, wanted, budget);
  default:
    break;
  }
  assert(false && "a requirement is a tree over criteria");
  return {};
}

} // namespace

std::vector<SettlingSet> combine(const std::vector<SettlingSet>& a, const std::vector<SettlingSet>& b) {
  Sets products;
  for (const SettlingSet& left : a)
    for (const SettlingSet& right : b) {
      SettlingSet both = left;
      both.insert(right.begin(), right.end());
      products.push_back(std::move(both));
    }
  return minimal(std::move(products));
}

Changes find_changes(const Logic& tree, const ValueOf& value_of, std::size_t bound) {
  // A product names every criterion it leans on, also those that have their value already: only so is a product that
  // would need one criterion both ways seen and dropped. What has its value already is then taken out.
  Budget budget{bound};
  Changes changes;
  for (const SettlingSet& product : sets_for(tree, true, budget)) {
    SettlingSet change;
    for (const Settling& one : product)
      if (value_of(one.criterion) != (one.to_hold ? Verdict::Met : Verdict::NotMet)) change.insert(one);
    changes.sets.push_back(std::move(change));
  }
  changes.products = budget.used;
  changes.is_complete = budget.left > 0;
  changes.sets = changes.is_complete ? minimal(std::move(changes.sets)) : Sets{};
  return changes;
}

std::vector<SettlingSet> minimal_changes(const Logic& tree, const ValueOf& value_of) {
  return find_changes(tree, value_of).sets;
}

} // namespace openimr::guidelines
