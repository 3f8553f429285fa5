// Page references as letters print them: "111-112", "78, 80, 91", "68-69 and 74".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// Pages first to last of a guideline, both included.
struct PageRange {
  int first = 0;
  int last = 0;
  bool operator==(const PageRange&) const = default;
};

/// Reads a list of pages and ranges in the order printed; "and", "&", "," and ";" part them, "-", "–", "to" span them,
/// a short last page is completed ("124-7" is 124 to 127). Empty for anything else, for page 0, and for ranges that run
/// backwards.
std::optional<std::vector<PageRange>> parse_pages(std::string_view text);

/// True when page is in one of the ranges.
bool covers(const std::vector<PageRange>& ranges, int page);

} // namespace openimr::corpus
