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

Sets sets_for(const Logic& tree, bool wanted);

/// At least n of the parts from index on, each with the wanted value.
Sets at_least(const std::vector<Logic>& parts, std::size_t index, int n, bool wanted) {
  if (n <= 0) return {{}};
  if (static_cast<int>(parts.size() - index) < n) return {};
  Sets with = combine(sets_for(parts[index], wanted), at_least(parts, index + 1, n - 1, wanted));
  return either_set_of(std::move(with), at_least(parts, index + 1, n, wanted));
}

Sets sets_for(const Logic& tree, bool wanted) {
  const int size = static_cast<int>(tree.parts.size());
  switch (tree.kind) {
  case Logic::Kind::Always:
    return wanted ? Sets{{}} : Sets{};
  case Logic::Kind::Criterion:
    return {{Settling{tree.id, wanted}}};
  case Logic::Kind::Not:
    return sets_for(tree.parts.front(), !wanted);
  case Logic::Kind::All:
    return at_least(tree.parts, 0, wanted ? size : 1, wanted);
  // The rule and not its exception; or no rule, or the exception.
  case Logic::Kind::Unless: {
    Sets rule = sets_for(tree.parts[0], wanted), exception = sets_for(tree.parts[1], !wanted);
    return wanted ? combine(rule, exception) : either_set_of(std::move(rule), exception);
  }
  case Logic::Kind::Any:
  case Logic::Kind::Except:
    return at_least(tree.parts, 0, wanted ? 1 : size, wanted);
  // Fewer than n hold exactly when at least size - n + 1 do not.
  case Logic::Kind::AtLeast:
    return at_least(tree.parts, 0, wanted ? tree.count : size - tree.count + 1, wanted);
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

std::vector<SettlingSet> minimal_changes(const Logic& tree, const ValueOf& value_of) {
  // A product names every criterion it leans on, also those that have their value already: only so is a product that
  // would need one criterion both ways seen and dropped. What has its value already is then taken out.
  Sets changes;
  for (const SettlingSet& product : sets_for(tree, true)) {
    SettlingSet change;
    for (const Settling& one : product)
      if (value_of(one.criterion) != (one.to_hold ? Verdict::Met : Verdict::NotMet)) change.insert(one);
    changes.push_back(std::move(change));
  }
  return minimal(std::move(changes));
}

} // namespace openimr::guidelines
