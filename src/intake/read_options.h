// ReadOptions: what reading documents needs from outside. Nothing here changes what is read but `language`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace openimr::intake {

struct ReadOptions {
  std::string worker_program;                         ///< path of openimr-extract
  std::string cache_folder;                           ///< made when missing; empty means no cache
  std::string packs_folder;                           ///< the folder that holds documents/
  unsigned threads = 1;                               ///< worker processes at a time
  std::string language = "eng+spa"; ///< of OCR, as tesseract names them; a page is read in the first, and in the second
                                    ///< too when its words say so
  std::uint64_t cache_bytes = std::uint64_t{2} << 30; ///< the oldest entries go when the cache folder holds more
  unsigned page_seconds = 60;                         ///< a page that takes longer is given up
  std::function<void(std::size_t done, std::size_t total)>
      progress; ///< pages; total grows while files are opened; one call at a time
};

} // namespace openimr::intake
