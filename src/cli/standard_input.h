// "-" as the name of a file of a case: standard input, kept so that it can be opened as often as a file can.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace openimr::cli {

/// Where one of the files is "-", takes all of standard input into memory that is gone with the program; intake opens
/// it from there. Error when "-" is named twice, when nothing comes, or when more comes than 512 MB.
Result<Done> keep_standard_input(const std::vector<std::string>& files);

} // namespace openimr::cli
