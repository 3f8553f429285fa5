// Words from outside made safe to print: valid UTF-8 on one line. Every renderer passes every word through here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace openimr::letters {

/// Valid UTF-8: bytes that are none become U+FFFD; line ends, tabs and line separators become spaces; other control
/// characters, noncharacters, and characters that reorder what is seen (bidirectional overrides and isolates) are
/// dropped.
std::string clean(std::string_view text);

/// The same with spaces at the ends dropped and runs of spaces made one.
std::string clean_line(std::string_view text);

/// Code points in valid UTF-8.
std::size_t count_characters(std::string_view text);

} // namespace openimr::letters
