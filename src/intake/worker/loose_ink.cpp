// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/loose_ink.h"

#include "intake/wire.h"
#include "intake/worker/straighten.h"

#include <algorithm>
#include <cmath>
#include <leptonica/allheaders.h>
#include <memory>

namespace openimr::worker {
namespace {

using records::Box;

// Inches.
constexpr double speck = 0.035;      // what is smaller both ways is dirt or a dot
constexpr double rule = 0.5;         // straight strokes as long as this are rules and frames
constexpr double gap = 0.07;         // between strokes of one hand
constexpr double around_word = 0.03; // tails of letters outside of their word's box
constexpr double least_width = 0.3, least_height = 0.1, most_height = 2.5; // of a place
constexpr double thickest_stroke = 0.05;         // of a pen; logos and print of headings are thicker
constexpr double margin = 0.03;                  // of the page's width, where scanners leave shadows
constexpr double thick_share = 0.25;             // of a place's ink that may be thicker than a pen's stroke
constexpr double fullest = 0.3, emptiest = 0.01; // share of a place's area that is ink
constexpr double least_ink = 0.3;                // length of stroke, in widths of the place

constexpr double letter_gap = 0.08; // between the letters of a word, with a period between them
constexpr double least_letter = 0.06, most_letter = 0.3, widest_word = 2; // of a word that was passed over
constexpr std::size_t most_missed = 200;                                  // of a page

struct BoxaDeleter {
  void operator()(Boxa* boxes) const { boxaDestroy(&boxes); }
};
int pixels(double inches, double dpi) { return std::max(1, static_cast<int>(std::lround(inches * dpi))); }

Picture two_tone(Pix* picture) {
  return Picture(pixGetDepth(picture) == 1 ? pixCopy(nullptr, picture) : pixConvertTo1(picture, 150));
}

void clear(Pix* black, double left, double top, double right, double bottom) {
  const int x = static_cast<int>(std::floor(left)), y = static_cast<int>(std::floor(top));
  pixRasterop(black, x, y, static_cast<int>(std::ceil(right)) - x, static_cast<int>(std::ceil(bottom)) - y, PIX_CLR,
              nullptr, 0, 0);
}

void clear_words(Pix* black, std::span<const Box> words, double dpi) {
  const double around = around_word * dpi;
  for (const Box& word : words)
    clear(black, static_cast<double>(word[0]) - around, static_cast<double>(word[1]) - around,
          static_cast<double>(word[2]) + around, static_cast<double>(word[3]) + around);
}

void clear_margins(Pix* black) {
  const int width = pixGetWidth(black), height = pixGetHeight(black), edge = static_cast<int>(margin * width);
  clear(black, 0, 0, edge, height);
  clear(black, width - edge, 0, width, height);
  clear(black, 0, 0, width, edge);
  clear(black, 0, height - edge, width, height);
}

/// Takes straight rules off, with the ragged pixels beside them.
bool clear_rules(Pix* black, double dpi) {
  const int length = pixels(rule, dpi), thick = pixels(0.02, dpi);
  for (const bool is_across : {true, false}) {
    const Picture found(pixOpenBrick(nullptr, black, is_across ? length : 1, is_across ? 1 : length));
    const Picture wide(found ? pixDilateBrick(nullptr, found.get(), is_across ? 3 : thick, is_across ? thick : 3)
                             : nullptr);
    if (!wide || !pixSubtract(black, black, wide.get())) return false;
  }
  return true;
}

/// The ink of one place: a pen's strokes?
bool is_drawn_by_hand(Pix* ink, double dpi) {
  const double width = pixGetWidth(ink), height = pixGetHeight(ink);
  l_int32 all = 0, thick = 0;
  const int brush = pixels(thickest_stroke, dpi);
  const Picture solid(pixOpenBrick(nullptr, ink, brush, brush));
  if (!solid || pixCountPixels(ink, &all, nullptr) != 0 || pixCountPixels(solid.get(), &thick, nullptr) != 0)
    return false;
  const double share = all / (width * height);
  if (share > fullest || share < emptiest || thick > thick_share * all) return false;
  // Strokes run on; dirt and half-tones are many small pieces.
  l_int32 pieces = 0;
  if (pixCountConnComp(ink, 8, &pieces) != 0) return false;
  const double stroke = 0.012 * dpi; // about the thinnest pen
  return all > least_ink * width * stroke && pieces <= 6 + 40 * width / dpi;
}

/// What is neither dirt nor a word nor a rule; null when there is no memory for it.
Picture ink_beside(Pix* picture, double dpi, std::span<const Box> words) {
  const Picture all = two_tone(picture);
  if (!all) return nullptr;
  clear_margins(all.get());
  const int dirt = pixels(speck, dpi);
  const Picture black(pixSelectBySize(all.get(), dirt, dirt, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, nullptr));
  if (!black) return nullptr;
  clear_words(black.get(), words, dpi);
  if (!clear_rules(black.get(), dpi)) return nullptr;
  return Picture(pixSelectBySize(black.get(), dirt, dirt, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, nullptr));
}

/// Boxes of strokes that are not further from each other than `gap` inches.
std::unique_ptr<Boxa, BoxaDeleter> places_of(Pix* ink, double dpi, double gap_inches) {
  const int near = pixels(gap_inches, dpi);
  const Picture joined(ink ? pixDilateBrick(nullptr, ink, near, near) : nullptr);
  return std::unique_ptr<Boxa, BoxaDeleter>(joined ? pixConnCompBB(joined.get(), 8) : nullptr);
}

} // namespace

std::vector<Box> missed_print(Pix* picture, double dpi, std::span<const Box> words, std::span<const Box> lines) {
  std::vector<Box> places;
  const Picture rest = ink_beside(picture, dpi, words);
  const auto boxes = places_of(rest.get(), dpi, letter_gap);
  for (int n = 0; boxes && n < boxaGetCount(boxes.get()) && places.size() < most_missed; ++n) {
    l_int32 x = 0, y = 0, width = 0, height = 0;
    if (boxaGetBoxGeometry(boxes.get(), n, &x, &y, &width, &height) != 0) continue;
    if (height < least_letter * dpi || height > most_letter * dpi || width > widest_word * dpi) continue;
    const double middle = y + height / 2.0;
    const bool is_on_line = std::any_of(lines.begin(), lines.end(), [&](const Box& line) {
      return static_cast<double>(line[1]) < middle && middle < static_cast<double>(line[3]) &&
             static_cast<double>(line[3] - line[1]) < 2.5 * height;
    });
    if (is_on_line)
      places.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + width),
                        static_cast<float>(y + height)});
  }
  return places;
}

std::vector<Box> loose_ink(Pix* picture, double dpi, std::span<const Box> words) {
  std::vector<Box> places;
  const Picture rest = ink_beside(picture, dpi, words);
  const auto boxes = places_of(rest.get(), dpi, gap);
  for (int n = 0; boxes && n < boxaGetCount(boxes.get()); ++n) {
    l_int32 x = 0, y = 0, width = 0, height = 0;
    if (boxaGetBoxGeometry(boxes.get(), n, &x, &y, &width, &height) != 0) continue;
    if (width < (least_width + gap) * dpi || height < (least_height + gap) * dpi || height > most_height * dpi)
      continue;
    ::Box* place = boxCreate(x, y, width, height);
    const Picture ink(pixClipRectangle(rest.get(), place, nullptr));
    boxDestroy(&place);
    if (ink && is_drawn_by_hand(ink.get(), dpi) && places.size() < intake::wire::loose_ink_limit)
      places.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + width),
                        static_cast<float>(y + height)});
  }
  std::sort(places.begin(), places.end(),
            [](const Box& a, const Box& b) { return a[1] != b[1] ? a[1] < b[1] : a[0] < b[0]; });
  return places;
}

} // namespace openimr::worker
