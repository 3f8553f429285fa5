// The place of a span of a page text: its exact words, a box for every line, the least sure of its words.
#pragma once

#include "records/case_file.h"
#include "records/chart.h"

namespace openimr::intake {

/// The span counts in the page's text and must lie inside of it; boxes are empty where the page has no words with places.
records::Evidence evidence_at(const records::Document& document, const records::Page& page, text::Span span);

} // namespace openimr::intake
