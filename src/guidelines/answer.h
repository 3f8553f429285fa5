// Answer: what the record and the words of the request say to one question of a condition.
//
// A number of the record is a range: sources of one day may differ, a count may have undated mentions beside it, a
// duration may have begun before the first report. A comparison is met when it holds for the whole range, not met when
// it holds for none of it, and unknown between.
#pragma once

#include "guidelines/scene.h"

namespace openimr::guidelines {

struct Answer {
  Verdict verdict = Verdict::Unknown;
  bool is_conflict = false; ///< sources of the same day disagree, and that is why it is unknown
};

/// What an explanation wants to know of an answer.
struct Heard {
  std::vector<std::string> facts;    ///< ids of the facts it rests on
  std::vector<std::string> concepts; ///< what was looked for in the record
  std::string words;                 ///< of a request value: how it was found
};

/// Answers a leaf of a condition: a fact, response, count, duration, change or ingredient. Without `heard` nothing is
/// allocated.
Answer answer(const Scene& scene, const Logic& leaf, Heard* heard = nullptr);

/// Where a number of the record lies; ends included, either may be infinite.
struct Range {
  double low = 0, high = 0;
};
/// The comparison of a leaf over a range.
Verdict compare(Range range, const Logic& leaf);

} // namespace openimr::guidelines
