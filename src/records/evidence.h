// Evidence: words of a page with their place on paper, and whether a person typed them.
#pragma once

#include "records/case_file.h"
#include "records/chart.h"

namespace openimr::records {

/// The words at the span of the page: exact quote, one box a line, lowest word confidence. The span must lie inside the
/// page's text.
Evidence evidence_at(const Document& document, const Page& page, text::Span span);

} // namespace openimr::records
