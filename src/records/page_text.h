// The text of a page as its author wrote it, told from what machines and forms put around it.
#pragma once

#include "records/case_file.h"

#include <string>

namespace openimr::records {

/// The page text with blanks in place of fax lines and of headers and footers that an earlier page has said, byte for
/// byte as long as `page.text`, so that spans hold in both. Facts are read from this; searches look at the whole text.
std::string running_text(const Page& page);

/// Marks a stretch of the text, keeping `page.parts` in text order. A stretch that touches a marked one is left as it
/// is marked.
void mark(Page& page, Part part);

const char* name(PartKind value); ///< "header", "footer", "fax_line", "annotation", "filled_in", "turned"

} // namespace openimr::records
