// Phrases: words that follow each other, stand near each other, or in one part of a decision only; found by their
// places.
#pragma once

#include "corpus/query.h"
#include "library/matching.h"
#include "library/word_index.h"

#include <optional>

namespace openimr::library {

/// What is looked for: all of the phrases, so near. One phrase: where it stands.
struct PlacedWords {
  std::vector<corpus::Phrase> phrases;
  int distance = 0;                       ///< words between the first and the last of them at most
  std::optional<std::uint32_t> part = {}; ///< in this part only
  std::uint32_t last_decision = 0;
};

/// The decisions that have them, each with how often, weighted by part.
Result<std::shared_ptr<DecisionList>> find_placed(Connection& connection, const WordIndex& index,
                                                  const PlacedWords& wanted);

} // namespace openimr::library
