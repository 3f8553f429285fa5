// The layouts of published letters, as data: which headings part them, which labels begin the lines of an issue, and
// which fields a letter of that layout has to have. A new layout is one entry of the table in layouts.cpp.
#pragma once

#include <span>
#include <string_view>

namespace openimr::corpus {

enum class Section { Head, HowMade, Summary, Issues, Documents };

struct HeadingDefinition {
  Section section;
  std::string_view words; ///< in capitals
};

/// Labels at the beginning of a line, in any case, ending with ':'.
struct IssueLabels {
  std::span<const std::string_view> claims_administrator;
  std::span<const std::string_view> reviewer;
  std::span<const std::string_view> rationale;
};

/// How a letter says who the reviewer is.
enum class Credentials { Listed, Prose };

/// Which fields a letter of the layout has to have besides its sections.
struct Expectations {
  bool case_number = false;
  bool decision_date = false;
};

struct LayoutDefinition {
  std::string_view id;
  std::span<const HeadingDefinition> headings;
  IssueLabels labels;
  Credentials credentials;
  std::span<const std::string_view> signs; ///< words that only this layout has; all must occur, in any case
  Expectations expects;
};

/// In the order they are tried.
std::span<const LayoutDefinition> layouts();

} // namespace openimr::corpus
