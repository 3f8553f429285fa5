// The folder behind --out: made when missing, tried before the work, and filled with all files or none.
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::cli {

/// Makes the folder and tries to write into it, so that nothing is half done later.
Result<Done> prepare_folder(const std::string& out);

/// Writes all files (name -> bytes) or, when one fails, none; the paths that were written.
Result<std::vector<std::string>> write_all(const std::string& out, const std::map<std::string, std::string>& files);

} // namespace openimr::cli
