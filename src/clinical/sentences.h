// Sentences: stretches of page text that are read as one statement. Survives list items, tables, abbreviations, wrapped
// lines and OCR noise.
#pragma once

#include "text/span.h"

#include <string_view>
#include <vector>

namespace openimr::clinical {

/// Spans of the sentences in text order, trimmed, never empty, never overlapping. A list item or table row is a
/// sentence of its own; a wrapped line goes on with the sentence; the period of an abbreviation, initial or decimal
/// number ends nothing.
std::vector<text::Span> split_sentences(std::string_view text);

} // namespace openimr::clinical
