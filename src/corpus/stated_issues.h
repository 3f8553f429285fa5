// Issues whose decision is a statement ("… is not medically necessary"), in one section or parted over several: the
// shapes of 2013 and 2014. Internal to the corpus room; decision_reader.cpp finds the sections.
#pragma once

#include "corpus/layouts.h"
#include "corpus/letter_lines.h"
#include "corpus/published_decision.h"

#include <string>
#include <vector>

namespace openimr::corpus {

/// A fault of one issue: "text", "decision", …; n 0 for the whole.
struct IssueFault {
  int n = 0;
  std::string field, found, expected;
};

struct IssuesRead {
  std::vector<DecidedIssue> issues = {};
  std::vector<IssueFault> faults = {};
};

/// Numbered items with their parts in one section. before: lines of the head, where a letter of 2013 states its
/// decisions first.
IssuesRead read_stated_issues(const LetterLines& letter, const LayoutDefinition& layout, LineRange before,
                              LineRange section);

/// Items, decisions and rationale each in a section of their own; an empty range: there is no such section.
struct PartedSections {
  LineRange items, decisions, rationale, guidelines;
};
IssuesRead read_parted_issues(const LetterLines& letter, const LayoutDefinition& layout,
                              const PartedSections& sections);

/// A decision worded at the end of a statement and where the item before it ends; empty when it ends otherwise.
struct StatedDecision {
  Decision decision = Decision::Upheld;
  std::size_t item_end = 0;
};
std::optional<StatedDecision> read_statement(std::string_view statement, const std::vector<DecisionWords>& decisions);

} // namespace openimr::corpus
