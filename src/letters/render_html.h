// A letter as one accessible HTML page without outside resources: language, title, headings, header cells with scope.
// Runs with sources are <span data-sources="f1 f2">.
#pragma once

#include "letters/letter.h"

#include <string>

namespace openimr::letters {

/// A whole HTML 5 document in UTF-8; every word is escaped.
std::string render_html(const Letter& letter);

} // namespace openimr::letters
