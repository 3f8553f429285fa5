// What machines and templates put at the edges of pages: lines of fax machines, running headers and footers, page
// numbers. They stay in the page text, where they can be found and tell whose page it is, and are marked, so that facts
// are not read from them again on every page (records/page_text.h).
#pragma once

#include "records/case_file.h"

#include <span>

namespace openimr::intake {

/// Marks lines at the very top or bottom of a page that a fax machine or fax server wrote: a time, a date, a page mark,
/// a number that was called; no cover sheet and no letterhead has them on one line.
void mark_fax_lines(std::span<records::Page> pages);

/// Marks lines near the top and bottom of the pages of one document that stand on its neighbours too, at the same
/// height. Numbers may count the pages. The first page that says a line has it as header or footer, the others as
/// repeated. Pages read by OCR may differ in single letters.
void mark_running_lines(std::span<records::Page> pages);

} // namespace openimr::intake
