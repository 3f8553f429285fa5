// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/encoding.h"

#include "intake/wire.h"
#include "intake/worker/code_pages.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace openimr::worker {
namespace {

using namespace std::string_view_literals;

/// An encoding of two or four bytes a unit.
struct Wide {
  const char* name;
  std::string_view mark;
  std::size_t unit_bytes;
  bool is_big_endian;

  std::uint32_t unit(std::string_view bytes, std::size_t at) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < unit_bytes; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes[at + (is_big_endian ? i : unit_bytes - 1 - i)]);
    return value;
  }
};

// The mark of UTF-16LE begins that of UTF-32LE: the longer ones first.
constexpr Wide wides[] = {{"UTF-32LE", "\xff\xfe\0\0"sv, 4, false},
                          {"UTF-32BE", "\0\0\xfe\xff"sv, 4, true},
                          {"UTF-16LE", "\xff\xfe"sv, 2, false},
                          {"UTF-16BE", "\xfe\xff"sv, 2, true}};

bool is_high_half(std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low_half(std::uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }
bool is_control(std::uint32_t code) {
  return code < 0x20 && code != '\n' && code != '\r' && code != '\t' && code != '\f' && code != 0x1a;
}

/// The characters of `bytes`, U+FFFD for what is none, and how many of those there are. A last unit that is not whole
/// counts.
struct WideText {
  std::string text;
  std::size_t characters = 0, damaged = 0, controls = 0;
};

WideText read_wide(const Wide& wide, std::string_view bytes) {
  WideText result;
  result.text.reserve(bytes.size() / wide.unit_bytes + 16);
  std::size_t at = 0;
  for (; at + wide.unit_bytes <= bytes.size(); at += wide.unit_bytes) {
    std::uint32_t code = wide.unit(bytes, at);
    const std::size_t next = at + wide.unit_bytes;
    if (wide.unit_bytes == 2 && is_high_half(code) && next + 2 <= bytes.size() && is_low_half(wide.unit(bytes, next))) {
      code = 0x10000 + ((code - 0xd800) << 10) + (wide.unit(bytes, next) - 0xdc00);
      at = next;
    }
    ++result.characters;
    result.damaged += code > 0x10ffff || is_high_half(code) || is_low_half(code) ? 1 : 0;
    result.controls += is_control(code) ? 1 : 0;
    result.text += utf8_of(code);
  }
  if (at != bytes.size()) {
    ++result.damaged;
    result.text += "\xEF\xBF\xBD";
  }
  return result;
}

/// The encoding whose byte order mark the bytes begin with. Four bytes that could be the mark of UTF-32 are one when
/// what follows is UTF-32 too.
const Wide* marked(std::string_view bytes) {
  for (const Wide& wide : wides)
    if (bytes.starts_with(wide.mark)) {
      const WideText start = read_wide(wide, bytes.substr(wide.mark.size(), 4096));
      if (wide.unit_bytes == 2 || start.damaged * 10 <= start.characters) return &wide;
    }
  return nullptr;
}

constexpr std::size_t least_units = 4; // before zero bytes are evidence

/// The encoding in which bytes without a mark read as a text of mostly Latin letters, when there is one.
const Wide* unmarked(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, std::size_t{1} << 16);
  if (start.find('\0') == std::string_view::npos) return nullptr;
  for (const Wide& wide : wides) {
    const std::size_t units = start.size() / wide.unit_bytes;
    if (units < least_units || bytes.size() % wide.unit_bytes > 1) continue;
    std::size_t latin = 0;
    for (std::size_t i = 0; i < units; ++i) {
      const std::uint32_t code = wide.unit(start, i * wide.unit_bytes);
      latin += code < 0x250 && code != 0 && !is_control(code) ? 1 : 0;
    }
    const WideText text = read_wide(wide, start.substr(0, units * wide.unit_bytes));
    if (latin * 10 >= units * 7 && text.damaged <= 1 + units / 100 && text.controls * 100 <= units) return &wide;
  }
  return nullptr;
}

/// A text taken for UTF-8: U+FFFD for bytes that belong to no sequence.
struct Utf8Text {
  std::string text;
  std::size_t sequences = 0, stray = 0; ///< beyond ASCII; of stray bytes their runs
};

Utf8Text read_utf8(std::string_view bytes) {
  Utf8Text result;
  result.text.reserve(bytes.size());
  bool was_stray = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const std::size_t length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    const std::string_view sequence = bytes.substr(at, length);
    const bool is_whole = length == 1 || (sequence.size() == length && intake::wire::is_clean_utf8(sequence));
    result.sequences += is_whole && length > 1 ? 1 : 0;
    result.stray += !is_whole && !was_stray ? 1 : 0;
    was_stray = !is_whole;
    result.text += is_whole ? sequence : std::string_view("\xEF\xBF\xBD");
    at += is_whole ? length : 1;
  }
  return result;
}

std::string read_in(const CodePage& page, std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (char c : bytes)
    if (static_cast<unsigned char>(c) < 0x80)
      text += c;
    else
      text += utf8_of(page.character(c));
  return text;
}

/// Letters and digits of a name in small letters: "ISO_8859-1" and "iso-8859-1" are the same.
std::string bare(std::string_view name) {
  std::string result;
  for (char c : name)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      result += c;
    else if (c >= 'A' && c <= 'Z')
      result += static_cast<char>(c + 32);
  return result;
}

/// The code page that goes by a name; null for a name that is not known. Latin-1 is read as the Windows-1252 that texts
/// called so are.
const CodePage* page_named(std::string_view name) {
  struct Alias {
    std::string_view name, page;
  };
  static constexpr Alias aliases[] = {{"windows1252", "Windows-1252"},
                                      {"cp1252", "Windows-1252"},
                                      {"iso885915", "ISO-8859-15"},
                                      {"latin9", "ISO-8859-15"},
                                      {"ibm437", "CP437"},
                                      {"cp437", "CP437"},
                                      {"ibm850", "CP850"},
                                      {"cp850", "CP850"},
                                      {"macintosh", "Mac Roman"},
                                      {"macroman", "Mac Roman"},
                                      {"xmacroman", "Mac Roman"},
                                      {"iso88591", "Windows-1252"},
                                      {"latin1", "Windows-1252"},
                                      {"usascii", "Windows-1252"}};
  const std::string known = bare(name);
  for (const Alias& alias : aliases)
    if (alias.name == known)
      for (const CodePage& page : code_pages())
        if (page.name == alias.page) return &page;
  return nullptr;
}

const Wide* wide_named(std::string_view name) {
  const std::string known = bare(name);
  for (const Wide& wide : wides)
    if (bare(wide.name) == known) return &wide;
  return known == "utf16" ? &wides[3] : known == "utf32" ? &wides[1] : nullptr; // big endian without a mark
}

bool has_only_known(const CodePage& page, std::string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [&page](char c) { return page.character(c) == 0xfffd; });
}

DecodedText from_wide(const Wide& wide, std::string_view bytes, bool is_marked) {
  WideText read = read_wide(wide, is_marked ? bytes.substr(wide.mark.size()) : bytes);
  return {std::move(read.text), wide.name, read.damaged == 0};
}

/// Bytes that are UTF-8 but for few.
std::optional<DecodedText> from_utf8(std::string_view bytes) {
  const bool is_marked = bytes.starts_with("\xef\xbb\xbf");
  if (is_marked) bytes.remove_prefix(3);
  Utf8Text read = read_utf8(bytes);
  if (read.stray > 0 && !is_marked && read.sequences <= read.stray * 3) return std::nullopt;
  return DecodedText{std::move(read.text), "UTF-8", read.stray == 0};
}

} // namespace

std::string utf8_of(std::uint32_t code) {
  const auto tail = [code](int shift) { return static_cast<char>(0x80 | (code >> shift & 0x3f)); };
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return "\xEF\xBF\xBD";
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xc0 | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xe0 | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | code >> 18), tail(12), tail(6), tail(0)};
}

std::uint32_t number_of(std::string_view digits, int base) {
  std::uint32_t value = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return status == std::errc() && end == digits.data() + digits.size() ? value : 0;
}

bool is_wide_text(std::string_view bytes) { return marked(bytes) || unmarked(bytes); }

DecodedText decode_text(std::string_view bytes, std::string_view declared) {
  if (const Wide* wide = marked(bytes)) return from_wide(*wide, bytes, true);
  if (const Wide* wide = unmarked(bytes)) return from_wide(*wide, bytes, false);
  if (const Wide* wide = wide_named(declared); wide && bytes.find('\0') != std::string_view::npos)
    return from_wide(*wide, bytes, false);
  if (auto text = from_utf8(bytes)) return std::move(*text);
  if (const CodePage* page = page_named(declared); page && has_only_known(*page, bytes))
    return {read_in(*page, bytes), page->name, true};
  const PageChoice choice = choose_code_page(bytes);
  return {read_in(*choice.page, bytes), choice.page->name, choice.is_certain};
}

std::string decode(std::string_view bytes) {
  if (const Wide* wide = marked(bytes)) return from_wide(*wide, bytes, true).text;
  if (auto text = from_utf8(bytes); text && text->is_certain) return std::move(text->text);
  return read_in(code_pages().front(), bytes);
}

} // namespace openimr::worker
