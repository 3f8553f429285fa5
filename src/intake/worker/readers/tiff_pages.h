// SPDX-License-Identifier: GPL-3.0-or-later
// How many pages a TIFF file has, by following its chain of directories and nothing else: one look at each, so that a
// fax of thousands of pages is counted at once.
#pragma once

#include <cstdint>
#include <string_view>

namespace openimr::worker {

struct TiffPages {
  std::uint32_t count = 0; ///< directories in the chain
  bool is_cut = false;     ///< the chain leads out of the file: pages behind it are lost
};

/// Directories in the chain, at most `limit`. The chain ends where it is broken or runs in a ring; none in what is no
/// TIFF. TIFF 6.0, section 2; BigTIFF alike with eight-byte places.
TiffPages tiff_pages(std::string_view bytes, std::uint32_t limit);

} // namespace openimr::worker
