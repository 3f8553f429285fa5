// The place of a span of a page text: its exact words, a box for every line, the least sure of its words.
#pragma once

#include "records/case_file.h"
#include "records/chart.h"

namespace openimr::intake {

records::Evidence evidence_at(const records::Document& document, const records::Page& page, text::Span span);

} // namespace openimr::intake
