// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of a text file to UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace openimr::worker {

/// By byte order mark, else UTF-8 when it is well formed, else Windows-1252 (which covers Latin-1).
std::string decode(std::string_view bytes);

/// One character; U+FFFD for what is none.
std::string utf8_of(std::uint32_t code);

/// Digits in base 10 or 16, 0 when there are others or too many.
std::uint32_t number_of(std::string_view digits, int base);

} // namespace openimr::worker
