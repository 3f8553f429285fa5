// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/tiff_pages.h"

#include <unordered_set>

namespace openimr::worker {
namespace {

class Bytes {
public:
  explicit Bytes(std::string_view all) : all_(all), is_little_(all.starts_with("II")) {}

  bool has(std::uint64_t at, std::uint64_t count) const { return at <= all_.size() && all_.size() - at >= count; }
  std::uint64_t number(std::uint64_t at, unsigned count) const {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i) {
      const unsigned shift = 8 * (is_little_ ? i : count - 1 - i);
      value |= std::uint64_t{static_cast<unsigned char>(all_[at + i])} << shift;
    }
    return value;
  }

private:
  std::string_view all_;
  bool is_little_;
};

} // namespace

TiffPages tiff_pages(std::string_view bytes, std::uint32_t limit) {
  if (!bytes.starts_with("II") && !bytes.starts_with("MM")) return {};
  const Bytes file(bytes);
  if (!file.has(0, 16)) return {};
  const std::uint64_t version = file.number(2, 2);
  if (version != 42 && version != 43) return {};
  const bool is_big = version == 43;
  const unsigned place_size = is_big ? 8 : 4, count_size = is_big ? 8 : 2, entry_size = is_big ? 20 : 12;
  std::unordered_set<std::uint64_t> seen;
  std::uint64_t at = file.number(is_big ? 8 : 4, place_size);
  bool is_cut = false;
  while (at != 0 && seen.size() < limit && !seen.contains(at)) {
    is_cut = true; // until the directory is known to be whole
    if (!file.has(at, count_size)) break;
    seen.insert(at);
    const std::uint64_t entries = file.number(at, count_size);
    if (entries > bytes.size() / entry_size) break;
    const std::uint64_t next = at + count_size + entries * entry_size;
    if (!file.has(next, place_size)) break;
    at = file.number(next, place_size);
    is_cut = false;
  }
  return {static_cast<std::uint32_t>(seen.size()), is_cut};
}

} // namespace openimr::worker
