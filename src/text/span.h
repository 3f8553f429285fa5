// Span: a stretch of a page's text by UTF-8 byte offsets. No text leaves a document without one.
#pragma once

#include <cstdint>
#include <string_view>

namespace openimr::text {

/// Half-open byte range [begin, end) of a page text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  /// The exact words. The span must lie inside the text.
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
  auto operator<=>(const Span&) const = default;
};

} // namespace openimr::text
