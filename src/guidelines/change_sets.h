// What would change it: every minimal set of criteria whose settling makes a requirement hold.
//
// Exact: the sets are the minimal products of the condition's normal form over the criteria's present values, which
// under Kleene's logic are all the ways the condition can become true while everything else stays as it is.
#pragma once

#include "guidelines/topic.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// One criterion and the value it would have to take.
struct Settling {
  std::string criterion;
  bool to_hold = true;
  auto operator<=>(const Settling&) const = default;
};
using SettlingSet = std::set<Settling>;

/// What minimal_changes came to.
struct Changes {
  std::vector<SettlingSet> sets;
  bool is_complete = true;  ///< false: the bound was met, and sets is empty rather than wrong
  std::size_t products = 0; ///< sets that were formed on the way, the work done
};

/// No page of ours comes near (change_sets_test measures all of them).
constexpr std::size_t most_products = 200000;

/// minimal_changes that stops after so many products.
Changes find_changes(const Logic& tree, const std::function<Verdict(const std::string&)>& value_of,
                     std::size_t bound = most_products);

/// All minimal sets, smallest first then by name; {∅} when the tree already holds, empty when nothing can make it hold.
/// value_of gives a criterion's present verdict. The tree holds criteria, all, any, at_least, not and always only.
std::vector<SettlingSet> minimal_changes(const Logic& tree, const std::function<Verdict(const std::string&)>& value_of);

/// The same for two conditions that must hold together.
std::vector<SettlingSet> combine(const std::vector<SettlingSet>& a, const std::vector<SettlingSet>& b);

} // namespace openimr::guidelines
