// Fields of items that must hold of one and the same item: "drug:ketamine outcome:overturned" is not answered by a
// decision that upholds ketamine and overturns something else.
#pragma once

#include "library/library_parts.h"
#include "library/matching.h"

#include <memory>
#include <optional>
#include <vector>

namespace openimr::library {

/// A condition on the labels of one item.
struct ItemCondition {
  enum class Kind { Labels, And, Or, Not };
  Kind kind = Kind::Labels;
  LabelSet labels = {}; ///< one of them; sorted
  std::vector<ItemCondition> children = {};

  bool holds(std::span<const std::uint32_t> item) const;
};

/// Of `wanted` those with an item of which the condition holds. What goes wrong with the file is put into trouble, and
/// nothing more is found. parts must outlive it.
std::unique_ptr<Matcher> match_item(std::unique_ptr<Matcher> wanted, ItemCondition condition, Library::Parts& parts,
                                    std::shared_ptr<std::optional<Error>> trouble);

} // namespace openimr::library
