// What another version of the packs would have said of the same case, and why.
#pragma once

#include "guidelines/evaluate.h"

#include <string>
#include <vector>

namespace openimr::guidelines {

struct Difference {
  Recommendation before = Recommendation::ReviewerJudgment, after = before;
  std::vector<std::string> why; ///< plain sentences; empty when nothing that was asked differs
  bool flips() const { return before != after; }
};

/// Compares two evaluations of one request: pages that came or went, criteria asked for the first time or no more, and
/// verdicts that changed.
Difference difference(const Evaluation& before, const Evaluation& after);

/// Pages that came, went or changed between two libraries: "baclofen: criteria", one line each.
std::vector<std::string> page_differences(const Library& before, const Library& after);

} // namespace openimr::guidelines
