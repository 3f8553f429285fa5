#include "server/picture.h"

#include <cstdint>
#include <zlib.h>

namespace openimr::server {
namespace {

void append_number(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xFFU);
}

void append_chunk(std::string& out, const std::string& type, const std::string& data) {
  append_number(out, static_cast<std::uint32_t>(data.size()));
  const std::string body = type + data;
  out += body;
  append_number(out, static_cast<std::uint32_t>(
                         ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
}

} // namespace

std::string to_png(const intake::PagePicture& picture) {
  const auto width = static_cast<std::size_t>(picture.width), height = static_cast<std::size_t>(picture.height);
  if (picture.is_empty() || picture.pixels.size() != width * height) return "";
  std::string rows; // each begins with its filter: 2, the difference to the row above
  rows.reserve((width + 1) * height);
  for (std::size_t y = 0; y < height; ++y) {
    rows += static_cast<char>(y == 0 ? 0 : 2);
    for (std::size_t x = 0; x < width; ++x) {
      const auto above = y == 0 ? 0 : static_cast<unsigned char>(picture.pixels[(y - 1) * width + x]);
      rows += static_cast<char>(static_cast<unsigned char>(picture.pixels[y * width + x]) - above);
    }
  }
  uLongf size = ::compressBound(static_cast<uLong>(rows.size()));
  std::string packed(size, '\0');
  if (::compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
                  static_cast<uLong>(rows.size()), 6) != Z_OK)
    return "";
  packed.resize(size);
  std::string head;
  append_number(head, static_cast<std::uint32_t>(width));
  append_number(head, static_cast<std::uint32_t>(height));
  head += std::string("\x08\x00\x00\x00\x00", 5); // 8 bits, gray
  std::string dots;
  const auto per_metre = static_cast<std::uint32_t>(picture.dots_per_inch / 0.0254);
  append_number(dots, per_metre);
  append_number(dots, per_metre);
  dots += '\x01';
  std::string out("\x89PNG\r\n\x1a\n", 8);
  append_chunk(out, "IHDR", head);
  append_chunk(out, "pHYs", dots);
  append_chunk(out, "IDAT", packed);
  append_chunk(out, "IEND", "");
  return out;
}

} // namespace openimr::server
