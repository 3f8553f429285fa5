// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/clean_text.h"

#include "intake/wire.h"

#include <algorithm>
#include <cstdint>

namespace openimr::worker {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// One character off the front; 0xFFFD for a byte that begins none.
std::uint32_t next_character(std::string_view& rest) {
  const auto byte = static_cast<unsigned char>(rest[0]);
  const std::size_t length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  if (length == 1) {
    rest.remove_prefix(1);
    return byte;
  }
  const std::string_view bytes = rest.substr(0, length);
  if (bytes.size() < length || !intake::wire::is_clean_utf8(bytes)) {
    rest.remove_prefix(1);
    return 0xfffd;
  }
  std::uint32_t code = byte & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<unsigned char>(bytes[i]) & 0x3fU);
  rest.remove_prefix(length);
  return code;
}

/// What stands for a character in a page text; null to keep it as it is.
const char* in_place_of(std::uint32_t code) {
  switch (code) {
  case 0xa0:
  case 0x2000:
  case 0x2001:
  case 0x2002:
  case 0x2003:
  case 0x2004:
  case 0x2005:
  case 0x2006:
  case 0x2007:
  case 0x2008:
  case 0x2009:
  case 0x200a:
  case 0x202f:
  case 0x205f:
  case 0x3000:
    return " ";
  case 0xad:
  case 0x2010:
  case 0x2011:
    return "-";
  case 0x200b:
  case 0x200c:
  case 0x200d:
  case 0x200e:
  case 0x200f:
  case 0x2060:
  case 0xfeff:
    return "";
  case 0x2028:
  case 0x2029:
  case 0x85:
    return "\n";
  case 0xfb00:
    return "ff";
  case 0xfb01:
    return "fi";
  case 0xfb02:
    return "fl";
  case 0xfb03:
    return "ffi";
  case 0xfb04:
    return "ffl";
  case 0xfb05:
  case 0xfb06:
    return "st";
  default:
    return nullptr;
  }
}

} // namespace

bool is_plain_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string clean(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const std::uint32_t code = next_character(text);
    if (code == '\r') {
      if (text.empty() || text[0] != '\n') result += '\n';
    } else if (code == '\f' || code == '\v') {
      result += '\n';
    } else if (code == 0xfffd) {
      result += replacement;
    } else if ((code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0 && code != 0x85)) {
      continue;
    } else if (const char* other = in_place_of(code)) {
      result += other;
    } else {
      result += before.substr(0, before.size() - text.size());
    }
  }
  return result;
}

} // namespace openimr::worker
