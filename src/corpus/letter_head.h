// The head of a letter: labels with case numbers and dates, one or two on a line.
#pragma once

#include "corpus/letter_lines.h"
#include "corpus/published_decision.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// A label whose value is no date, or another than the same label had before.
struct HeadFault {
  std::string field = {}; ///< the label in lower case, "ur denial date"
  std::string found = {};
};

/// Fills case numbers and dates of the decision; the faults in the order of the lines.
std::vector<HeadFault> read_letter_head(const LetterLines& letter, LineRange lines, PublishedDecision& decision);

/// Whether a line has the label of a letter's own case number.
bool names_case_number(std::string_view line);

} // namespace openimr::corpus
