// SPDX-License-Identifier: GPL-3.0-or-later
// Text files that were printed to a file: sheets parted by form feeds, or by lines that count pages, with the same
// lines at the head or foot of each.
#pragma once

#include "intake/worker/page_builder.h"

namespace openimr::worker {

/// The text in pieces: what several sheets begin with is a header, what they end with a footer; from the second sheet
/// on it is repeated. A text of one sheet is one piece.
std::vector<TextPiece> pieces_of_sheets(std::string_view text);

} // namespace openimr::worker
