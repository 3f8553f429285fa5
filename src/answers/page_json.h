// A page with its words as JSON text. Written directly: a file of thousands of pages has millions of words, and a tree
// of JSON values takes longer to build than the file takes to read.
#pragma once

#include "records/case_file.h"

#include <string>

namespace openimr::answers {

/// Appends the page as one JSON object (docs/schemas/pages.schema.json).
void append_page(std::string& out, const records::Document& document, const records::Page& page);

} // namespace openimr::answers
