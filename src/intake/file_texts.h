// File texts: the words of many single files, each apart. For files that are one paper each, as published letters are:
// no documents are told apart and no page is compared with another.
#pragma once

#include "base/result.h"
#include "intake/read_options.h"
#include "text/problem.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// What one file says: its pages in order with a form feed between them; of an archive, those of its files.
struct FileText {
  std::string text;
  text::Problems problems; ///< also of a file that is not there: its text is empty then
};

/// Reads them with one crew of workers, in the order given. Error only when the worker program cannot be run.
Result<std::vector<FileText>> read_texts(const std::vector<std::string>& files, const ReadOptions& options);

} // namespace openimr::intake
