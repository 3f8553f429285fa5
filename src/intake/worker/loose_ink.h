// SPDX-License-Identifier: GPL-3.0-or-later
// Ink of a page that gave no word: strokes as a pen draws them where no word was recognised. Rules, frames, filled
// shapes, half-tones and specks are not meant. It takes a few hundredths of the time that recognising the page takes.
#pragma once

#include "records/case_file.h"

#include <span>
#include <vector>

struct Pix;

namespace openimr::worker {

/// Places (pixels of the picture, from top to bottom) of strokes outside of the words' boxes (pixels); at most
/// wire::loose_ink_limit. The picture stands upright, two-tone or gray.
std::vector<records::Box> loose_ink(Pix* picture, double dpi, std::span<const records::Box> words);

/// Places (pixels) of print that the recogniser passed over: ink as high as letters, in the height of one of its lines,
/// under none of its words. Of tables with a column of single figures it may see every column but that one.
std::vector<records::Box> missed_print(Pix* picture, double dpi, std::span<const records::Box> words,
                                       std::span<const records::Box> lines);

} // namespace openimr::worker
