#include "letters/clean_text.h"

#include <cstdint>

namespace openimr::letters {
namespace {

constexpr char32_t malformed = 0xFFFFFFFF;

/// The code point at the front of text and its length; `malformed` with length 1 when there is none.
std::pair<char32_t, std::size_t> first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {malformed, 1};
  char32_t value = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {malformed, 1};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {malformed, 1};
  return {value, size};
}

bool is_space(char32_t c) { return c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029 || c == 0x85; }

bool is_dropped(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;          // control characters
  if (c >= 0x202A && c <= 0x202E) return true;                   // bidirectional embedding and override
  if (c >= 0x2066 && c <= 0x2069) return true;                   // bidirectional isolates
  return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF); // noncharacters
}

} // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [value, size] = first_code_point(text);
    if (value == malformed) {
      out += "\uFFFD";
    } else if (is_space(value)) {
      out += ' ';
    } else if (!is_dropped(value)) {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return out;
}

std::string clean_line(std::string_view text) {
  const std::string whole = clean(text);
  std::string out;
  out.reserve(whole.size());
  for (char c : whole) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

} // namespace openimr::letters
