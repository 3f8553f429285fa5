// The labels of a decision: what fields of a search and facets see of it.
#pragma once

#include "corpus/library_decision.h"
#include "corpus/search_field.h"

#include <vector>

namespace openimr::corpus {

/// Labels of the decision as a whole, and those of each of its items; each list sorted and without repetitions.
struct DecisionLabels {
  std::vector<Label> of_decision = {};
  std::vector<std::vector<Label>> of_items = {};
};

DecisionLabels labels_of(const LibraryDecision& decision);

/// Lower case, single spaces, no space at the ends.
std::string label_value(std::string_view words);

} // namespace openimr::corpus
