// Evidence: words of a page with their place on paper. Private to the room.
#pragma once

#include "records/chart.h"

namespace openimr::clinical {

/// The words at the span of the page: exact quote, one box a line, lowest word confidence. The span must lie inside the
/// page's text.
records::Evidence evidence_at(const records::Document& document, const records::Page& page, text::Span span);

} // namespace openimr::clinical
