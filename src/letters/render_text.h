// A letter as plain text, wrapped the way published determinations are, so that `openimr read` and a person can read
// it.
#pragma once

#include "letters/letter.h"

#include <string>

namespace openimr::letters {

/// Columns of a text letter.
inline constexpr int text_columns = 96;

/// UTF-8 with \n, blank line between blocks. The mark stands at the top; the foot, which belongs to pages, is left out.
/// No line is longer than text_columns characters; a word is cut only when it is longer than a line.
std::string render_text(const Letter& letter);

} // namespace openimr::letters
