// Whole files, read with a bound and written so that an interrupt leaves the old file or the new one, never half of it.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace openimr {

/// All bytes of a regular file ("-" is standard input). Error when it does not exist, is no file or is larger than
/// limit.
Result<std::string> read_file(const std::string& path, std::size_t limit = std::size_t{1} << 30);

/// Writes beside the target, flushes to disk and renames over it. The folder must exist.
Result<Done> write_file(const std::string& path, std::string_view bytes);

/// Regular files below a folder as relative paths with '/', sorted by bytes; empty when the folder is missing.
/// Hidden files and symbolic links are left out.
std::vector<std::string> files_below(const std::string& folder);

} // namespace openimr
