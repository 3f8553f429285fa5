// Problem: something wrong with the papers. It is gathered and shown; work goes on.
#pragma once

#include <string>
#include <vector>

namespace openimr::text {

/// One fault of a file or letter: where it is, what was found, what was expected, what to do. All four are plain
/// sentences' parts.
struct Problem {
  std::string where; ///< "application.yaml:12: claim.number" or "documents/a.pdf, page 3"
  std::string found;
  std::string expected;
  std::string remedy;

  bool operator==(const Problem&) const = default;
  /// "where: found …, expected …; remedy"
  std::string message() const;
};

using Problems = std::vector<Problem>;

} // namespace openimr::text
