// Small questions about words that several rooms ask. ASCII letters are folded; other letters stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace openimr::text {

/// Lower case, same length: offsets into the result are offsets into the text.
std::string lower(std::string_view text);

/// The text on one line: every run of white space is one space, none at the ends. With a limit (bytes) it is cut at a
/// word and " …" put behind.
std::string one_line(std::string_view text, std::size_t limit = std::string_view::npos);

/// Whether the words stand in the text, not inside longer words. Both must be lower case.
bool has_words(std::string_view lower_text, std::string_view lower_words);

/// The sentence as the rest of another: first letter lower, unless it begins an abbreviation.
std::string lower_first(std::string text);

} // namespace openimr::text
