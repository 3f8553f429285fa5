// unpack_archive: the files of a ZIP as files of a folder. The archive is opened by the confined worker; what it hands
// out is believed as far as names and sizes allow.
#pragma once

#include "base/result.h"
#include "intake/read_options.h"

#include <cstdint>
#include <string>

namespace openimr::intake {

struct UnpackLimits {
  std::uint64_t bytes = std::uint64_t{2} << 30; ///< of all files together
  std::size_t files = 2000;
};

/// Writes every file of the archive below the folder, its owner's alone. Error (Input) when it is no ZIP, is damaged,
/// holds a locked entry or a name that leads elsewhere, or is larger than the limits; what was written by then stays.
Result<Done> unpack_archive(const std::string& archive, const std::string& folder, const ReadOptions& options,
                            const UnpackLimits& limits = {});

} // namespace openimr::intake
