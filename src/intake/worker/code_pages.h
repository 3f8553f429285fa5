// SPDX-License-Identifier: GPL-3.0-or-later
// Encodings of one byte a character that case files come in, and which of them a text is written in: by how well each
// byte above 127 fits between its neighbours (a letter inside a word of its case, a degree sign behind a digit, a frame
// beside frames). English and Spanish are what is expected.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace openimr::worker {

struct CodePage {
  const char* name;
  const std::uint16_t* high; ///< of the bytes 0x80 to 0xff; U+FFFD where there is none

  std::uint32_t character(char byte) const {
    const auto value = static_cast<unsigned char>(byte);
    return value < 0x80 ? value : high[value - 0x80];
  }
};

/// Windows-1252 (of which ISO-8859-1 is a part), ISO-8859-15, CP437, CP850, Mac Roman.
std::span<const CodePage> code_pages();

struct PageChoice {
  const CodePage* page;
  bool is_certain; ///< every other page that would give other characters fits clearly worse
};

/// The best fit for bytes that are no UTF-8; Windows-1252 among equals.
PageChoice choose_code_page(std::string_view bytes);

} // namespace openimr::worker
