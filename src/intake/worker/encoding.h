// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of a text to UTF-8: by its byte order mark, by where zero bytes stand (UTF-16 and UTF-32 without a mark), as
// UTF-8 when it is that, else in the code page that the evidence speaks for (code_pages.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace openimr::worker {

/// A text and what its bytes were taken for.
struct DecodedText {
  std::string text;       ///< UTF-8; U+FFFD for what is no character
  std::string encoding;   ///< "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" or the name of a code page
  bool is_certain = true; ///< false when another encoding fits nearly as well, or units are damaged
};

/// A whole file. `declared` is what the file itself says ("iso-8859-1"), believed when the bytes can be that; may be
/// empty.
DecodedText decode_text(std::string_view bytes, std::string_view declared = "");

/// A piece that is too short for evidence: by byte order mark, else UTF-8 when it is well formed, else Windows-1252
/// (which covers Latin-1).
std::string decode(std::string_view bytes);

/// True for bytes that are UTF-16 or UTF-32, with a byte order mark or by where their zero bytes stand.
bool is_wide_text(std::string_view bytes);

/// One character; U+FFFD for what is none.
std::string utf8_of(std::uint32_t code);

/// Digits in base 10 or 16, 0 when there are others or too many.
std::uint32_t number_of(std::string_view digits, int base);

} // namespace openimr::worker
