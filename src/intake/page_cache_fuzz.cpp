// Any bytes as an entry of the cache. The checksum is mended, so that what lies behind it is met.
#include "intake/page_cache.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string key = "k";
  if (openimr::intake::unpack(key, bytes)) std::abort(); // nobody meets the checksum by chance
  openimr::intake::Reading reading;
  reading.media_type = std::string(bytes.substr(0, 20));
  const std::string empty = openimr::intake::pack(key, reading);
  if (!openimr::intake::unpack(key, empty)) std::abort();
  // Bent anywhere, an entry is as good as none.
  std::string bent = empty;
  if (size > 21) {
    bent[data[20] % bent.size()] ^= static_cast<char>(data[21] | 1);
    if (openimr::intake::unpack(key, bent)) std::abort();
  }
  return 0;
}
