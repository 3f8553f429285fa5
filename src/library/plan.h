// Plan: how a query is answered by this library: what goes through the decisions that match, and what ranks them.
#pragma once

#include "library/library_parts.h"
#include "library/matching.h"

#include <memory>
#include <optional>
#include <vector>

namespace openimr::library {

/// A word or phrase that says how well a decision answers; of one group are words that count as one.
struct RankedWords {
  std::size_t group = 0;
  double weight = 1; ///< less of a word that was not typed itself
  std::shared_ptr<const Postings> word = {};
  std::shared_ptr<const DecisionList> list = {}; ///< when it is no single word
};

struct Plan {
  std::unique_ptr<Matcher> matcher;
  std::vector<RankedWords> ranked;
  std::vector<double> decisions_with;            ///< of each group
  std::shared_ptr<std::optional<Error>> trouble; ///< of the matcher with the file, after it came to its end
  bool is_one_word = false;                      ///< nothing but ranked[0].word is asked
};

/// Error (Input) when a value names too many labels to be looked for.
Result<Plan> plan_of(Library::Parts& parts, const corpus::Query& query);

} // namespace openimr::library
