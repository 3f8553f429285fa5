// Reads opened files through the confined worker and the cache: the text layer first, then by OCR the pages whose layer
// is no good. Several workers run side by side; what comes out does not depend on their number.
#pragma once

#include "base/result.h"
#include "intake/page_cache.h"
#include "intake/read_options.h"
#include "text/problem.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// A file as handed to the reader. Owns its descriptor.
struct SourceFile {
  std::string name;      ///< as documents and messages call it
  int descriptor = -1;   ///< -1 when it could not be opened
  text::Problem trouble; ///< why, when it could not
};

/// What reading gave. There is at least one page: a file that cannot be read has one that is unread. Only an archive
/// whose files were all taken has none: they follow it, named "archive.zip/folder/file.pdf".
struct FileReading {
  std::string name;
  std::string sha256; ///< empty when the file could not be opened
  Reading reading;
  text::Problems problems;
};

/// Opens a file below a folder without following any link. The path must be relative and must not climb.
SourceFile open_below(const std::string& folder, const std::string& path);
/// Opens a file anywhere (links of its path are the caller's own).
SourceFile open_file(const std::string& path);

/// Reads all files; descriptors are closed. Error only when the worker program cannot be run.
Result<std::vector<FileReading>> read_all(std::vector<SourceFile> files, const ReadOptions& options);

} // namespace openimr::intake
