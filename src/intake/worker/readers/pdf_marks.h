// SPDX-License-Identifier: GPL-3.0-or-later
// Form values and annotations among the words of a PDF page: found where the page shows them, put there where it does
// not, and marked.
#pragma once

#include "intake/worker/page_builder.h"
#include "intake/worker/readers/pdf_objects.h"

#include <vector>

namespace openimr::worker {

/// The words of a page with its marks. `shown` are all words that the page shows, `bare` those that it shows without
/// fields and annotations.
///
/// A field's value stands where its field is: as the page shows it where it does so, else laid out in the field. Boxes
/// become "[X]" and "[ ]", a signed field "[signed by NAME, DATE]". Typed words stand where they were typed when
/// nothing else stands there; other annotations and stamps follow the page, comments with their author.
std::vector<PlacedWord> with_marks(std::vector<PlacedWord> shown, const std::vector<PlacedWord>& bare,
                                   const std::vector<PdfMark>& marks);

} // namespace openimr::worker
