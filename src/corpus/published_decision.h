// PublishedDecision: one published determination letter as a structured record (contracts: `openimr read --json`).
// What the letter does not have is empty; where its layout should have it, `problems` says so. Nothing is guessed
// silently.
#pragma once

#include "base/date.h"
#include "text/problem.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::corpus {

enum class Decision { Upheld, Overturned, PartiallyOverturned };

/// "upheld", "overturned", "partially_overturned"
const char* name(Decision decision);

/// A guideline as the letter cites it.
struct CitedGuideline {
  std::string source = {};               ///< as printed, unwrapped, without "Decision based on" and final period
  std::optional<std::string> pages = {}; ///< as printed, e.g. "78, 80, 91" or "68-69"; empty when none is given
  bool operator==(const CitedGuideline&) const = default;
};

/// A line of guidelines. Empty optional: the letter has no such line; empty list: it has one that cites nothing.
using CitedGuidelines = std::optional<std::vector<CitedGuideline>>;

/// One disputed item of the letter.
struct DecidedIssue {
  int n = 0;                            ///< from 1, in letter order
  std::optional<std::string> text = {}; ///< the item, unwrapped, without its decision
  std::optional<Decision> decision = {};
  CitedGuidelines claims_administrator_guidelines = {};
  CitedGuidelines reviewer_guidelines = {};
  std::optional<std::string> rationale = {}; ///< whole; paragraphs unwrapped, parted by "\n"
  bool operator==(const DecidedIssue&) const = default;
};

struct PublishedDecision {
  std::string file = {};
  std::string layout = {}; ///< id of the layout it was read by (decision_reader.h); "unknown" when none fits
  std::vector<std::string> case_numbers = {}; ///< in order of appearance
  std::optional<Date> assigned, decision_date, ur_denial, application_received;
  std::optional<int> age = {};
  std::string sex = {}; ///< "female", "male", empty when not stated
  std::optional<Date> date_of_injury = {};
  std::optional<std::vector<std::string>> licensure = {};      ///< of the reviewer: states
  std::optional<std::vector<std::string>> certifications = {}; ///< of the reviewer: boards, specialties, subspecialties
  std::optional<std::string> summary = {}; ///< clinical case summary, whole; paragraphs parted by "\n"
  std::vector<DecidedIssue> issues = {};
  text::Problems problems = {};
};

} // namespace openimr::corpus
