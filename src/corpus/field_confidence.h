// How sure each field of a letter that was read is: sure, doubtful (a problem names it), missing. So that a program
// that reads thousands of letters can leave out what a person has to look at, field by field.
#pragma once

#include "corpus/published_decision.h"

#include <string>
#include <utility>
#include <vector>

namespace openimr::corpus {

enum class Confidence { Sure, Doubtful, Missing };
const char* name(Confidence confidence); ///< "sure", "doubtful", "missing"

using FieldConfidences = std::vector<std::pair<std::string, Confidence>>;

/// Of the fields of the letter, in the order of `openimr read --json`: "case_numbers", "dates.assigned", …, "summary".
FieldConfidences confidence_of(const PublishedDecision& decision);

/// Of the fields of one of its issues: "text", "decision", "claims_administrator_guidelines", …
FieldConfidences confidence_of(const PublishedDecision& decision, const DecidedIssue& issue);

} // namespace openimr::corpus
