// The head of a letter: labels with case numbers and dates, one or two on a line.
#pragma once

#include "corpus/letter_lines.h"
#include "corpus/published_decision.h"

#include <string>
#include <vector>

namespace openimr::corpus {

/// A label whose value is no date.
struct HeadFault {
  std::string field = {}; ///< the label in lower case, "ur denial date"
  std::string found = {};
};

/// Fills case numbers and dates of the decision; the faults in the order of the lines.
std::vector<HeadFault> read_letter_head(const LetterLines& letter, LineRange lines, PublishedDecision& decision);

} // namespace openimr::corpus
