// Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit set in all but the
// last.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace openimr::library {

inline void put_number(std::string& out, std::uint32_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

/// Reads numbers from bytes; after what is no number it is at the end and gives 0.
class NumberReader {
public:
  explicit NumberReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  std::uint32_t next() {
    if (at_ != end_ && (*at_ & 0x80) == 0) return static_cast<unsigned char>(*at_++);
    std::uint32_t value = 0;
    for (unsigned shift = 0; at_ != end_ && shift < 35; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    at_ = end_;
    return 0;
  }
  /// So many bytes; fewer at the end.
  std::string_view bytes(std::size_t count) {
    const std::size_t size = std::min(count, left());
    const char* begin = at_;
    at_ += size;
    return {begin, size};
  }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  bool is_at_end() const { return at_ == end_; }

private:
  const char* at_;
  const char* end_;
};

} // namespace openimr::library
