// import_decisions: published decisions into a library, in parallel and in batches: what was committed stays when the
// import is interrupted, and the next one goes on from there, because what is in the library is known by its bytes.
#pragma once

#include "base/result.h"
#include "desk/review_case.h"
#include "text/problem.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct ImportOptions {
  std::string library;
  std::vector<std::string> paths; ///< folders, ZIP files, letters (text or PDF), tables
  std::string list;               ///< file with a path a line; empty: none
  std::optional<std::string> piped = {}; ///< bytes of a letter or a table that came without a file
  bool optimise = true;           ///< merge the index at the end
  std::function<void(std::size_t done, std::size_t total)> progress; ///< files
};

struct ImportReport {
  std::size_t withdrawn = 0;         ///< decisions of a publication book that was retracted or corrected there since
  std::size_t files = 0, unread = 0; ///< files seen; those that could not be read
  std::size_t added = 0, same = 0, corrections = 0;
  std::map<std::string, std::size_t> layouts;        ///< of what was added
  std::map<std::string, std::size_t> not_understood; ///< field -> decisions added that lack it
  text::Problems problems;                           ///< of files and rows; at most 200 are kept
  std::size_t problem_count = 0;
};

/// Error when the library cannot be opened or written, or a path is missing.
Result<ImportReport> import_decisions(const ImportOptions& options, const Installation& installation);

} // namespace openimr::desk
