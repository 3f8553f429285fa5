// Text layer or OCR: the choice for each page. A layer that looks sound is taken as it is; one that is empty or garbage
// gives way to OCR; one that nobody can see (an OCR program wrote it over a scan) or that does not read like words is
// held against OCR of a few strips of the page, and only when these differ is the whole page recognised.
#pragma once

#include "records/case_file.h"

#include <optional>
#include <vector>

namespace openimr::intake {

/// What is to be thought of a text layer before any OCR.
enum class LayerQuality {
  Good,
  Scarce,   ///< no words, or only a fax line and page numbers at the edges
  Garbage,  ///< characters without meaning: private use, replacement characters, no vowels
  Doubtful, ///< letters, but hardly a little word of English or Spanish among many: shifted codes, poor OCR, long lists
  Hidden,   ///< words drawn invisibly over an image
  Pictured, ///< words beside a large picture, which may be a scan
};

/// `is_hidden`: the words of the page are drawn invisibly.
LayerQuality quality_of(const records::Page& layer, bool is_hidden = false);

/// Strips across the page (points) where many words of the layer stand: what is recognised to test it. Empty when it
/// has too few words to be tested.
std::vector<records::Box> sample_strips(const records::Page& layer);

/// The highest place of the page without words of the layer, across the page; none when it is lower than two inches. A
/// layer that OCR made of a part of the page leaves the rest without words.
std::optional<records::Box> widest_gap(const records::Page& layer);

/// Whether OCR saw lines there that the layer does not have.
bool has_lines_in(const records::Page& sample, const records::Box& gap);

/// How far the layer and words recognised in the strips say the same.
struct Agreement {
  std::size_t compared = 0; ///< words that OCR is sure of, and words of the layer beside them
  double share = 0;         ///< of them that both have, 0 to 1
  bool is_enough() const { return compared >= 12 && share >= 0.8; }
};
Agreement agreement(const records::Page& layer, const records::Page& sample, const std::vector<records::Box>& strips);

/// How much a page reads like words, 0 to 1: words with vowels and without digits or capitals inside, and little words
/// of English or Spanish where there are many.
double plausibility(const records::Page& page);

/// The better of both readings of a page whose layer is not good, with the reason.
records::Page choose(records::Page layer, LayerQuality quality, records::Page ocr);

} // namespace openimr::intake
