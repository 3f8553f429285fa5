// A letter as tagged PDF (the structure of PDF/UA-1): US Letter, embedded fonts, language, title, headings, lists,
// tables with header cells, reading order; page feet as artifacts. Set with pango and cairo, structure and metadata by
// libqpdf.
#pragma once

#include "base/result.h"
#include "letters/letter.h"

#include <string>

namespace openimr::letters {

/// The PDF's bytes. The same letter gives the same bytes whatever the locale, the time zone and the thread: dates come
/// from the letter and the document id from its content. Fonts are those of fontconfig ("Liberation Serif", "Liberation
/// Sans"). Error (Storage) when cairo or qpdf fail, e.g. no font is installed. Safe to call from many threads at once.
Result<std::string> render_pdf(const Letter& letter);

/// How many pages render_pdf() makes of it.
std::size_t count_pages(const Letter& letter);

} // namespace openimr::letters
