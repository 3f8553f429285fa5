// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/straighten.h"

#include <algorithm>
#include <cmath>
#include <leptonica/allheaders.h>

namespace openimr::worker {
namespace {

using records::Box;

constexpr double smallest_skew = 0.12;    // degrees; less does not hurt the recogniser
constexpr float certain_skew = 3;         // leptonica's confidence that lines were found at an angle
constexpr float clearer = 2;              // times, for lines that run one way rather than the other
constexpr float certain_of_up = 4;        // leptonica's confidence (in deviations) that up is up
constexpr float clear_letters = 8;        // the same, for letters alone that say a page lies on its side,
constexpr float plain_letters = 12;       // letters and lines that agree so clearly need no second look
constexpr float clearer_letters = 1.5F;   // and by how many times they have to say it more than the other way
constexpr double faint_ink_share = 0.002; // of a page, that is as dark as its ink
constexpr int least_contrast = 14;        // levels between paper and faint ink; grain of scanners is less
constexpr double radians = 3.14159265358979323846 / 180;

/// Black and white copy for measuring.
Picture two_tone(Pix* picture) {
  return Picture(pixGetDepth(picture) == 1 ? pixClone(picture) : pixConvertTo1(picture, 150));
}

struct NumaDeleter {
  void operator()(Numa* numbers) const { numaDestroy(&numbers); }
};
using Numa_ = std::unique_ptr<Numa, NumaDeleter>;

/// The gray value that so large a share of the picture lies below or at.
int level_below(Numa* counts, double share) {
  l_float32 all = 0, sum = 0;
  numaGetSum(counts, &all);
  for (int level = 0; level < numaGetCount(counts); ++level) {
    l_float32 count = 0;
    numaGetFValue(counts, level, &count);
    sum += count;
    if (static_cast<double>(sum) >= share * static_cast<double>(all)) return level;
  }
  return 255;
}

struct Lines {
  float angle = 0, confidence = 0;
};

/// The angle at which lines run across the picture, and how clearly.
Lines lines_across(Pix* black) {
  Lines lines;
  if (!black || pixFindSkew(black, &lines.angle, &lines.confidence) != 0) return {};
  return lines;
}

Picture turned(Pix* picture, int quarters) {
  return Picture(quarters == 0 ? pixClone(picture) : pixRotateOrth(picture, quarters));
}

Picture rotated(Pix* picture, double degrees) {
  return Picture(pixRotate(picture, static_cast<l_float32>(degrees * radians), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
                           pixGetWidth(picture), pixGetHeight(picture)));
}

/// Positive when the letters stand on their feet.
float upness(Pix* black, double skew) {
  const Picture level(
      skew == 0 ? pixClone(black)
                : pixRotate(black, static_cast<l_float32>(skew * radians), L_ROTATE_SHEAR, L_BRING_IN_WHITE, 0, 0));
  l_float32 up = 0;
  if (!level || pixUpDownDetect(level.get(), &up, 0, 0, 0) != 0) return 0;
  return up;
}

/// The box before a picture of this size was turned by quarters clockwise.
Box quarters_back(const Box& box, int turns, float width, float height) {
  switch (turns) {
  case 1:
    return {box[1], height - box[2], box[3], height - box[0]};
  case 2:
    return {width - box[2], height - box[3], width - box[0], height - box[1]};
  case 3:
    return {width - box[3], box[0], width - box[1], box[2]};
  default:
    return box;
  }
}

} // namespace

void PixDeleter::operator()(Pix* pix) const { pixDestroy(&pix); }

bool has_ink(Pix* picture) {
  const Picture black = two_tone(picture);
  if (!black) return true;
  const int width = pixGetWidth(black.get()), height = pixGetHeight(black.get());
  ::Box* inner = boxCreate(width / 25, height / 25, width - 2 * (width / 25), height - 2 * (height / 25));
  const Picture cut(pixClipRectangle(black.get(), inner, nullptr));
  boxDestroy(&inner);
  const Picture opened(cut ? pixOpenBrick(nullptr, cut.get(), 2, 2) : nullptr);
  l_int32 count = 0;
  if (!opened || pixCountPixels(opened.get(), &count, nullptr) != 0) return true;
  return count > 60 && count > 2e-5 * width * height;
}

Picture stretched(Pix* picture) {
  if (pixGetDepth(picture) != 8) return nullptr;
  // Shadows of the scanner and gray paper are levelled before ink is looked for.
  const Picture even(pixBackgroundNormSimple(picture, nullptr, nullptr));
  const Numa_ counts(even ? pixGetGrayHistogram(even.get(), 2) : nullptr);
  if (!counts) return nullptr;
  const int paper = level_below(counts.get(), 0.5), ink = level_below(counts.get(), faint_ink_share);
  if (paper - ink < least_contrast) return nullptr;
  return Picture(pixGammaTRC(nullptr, even.get(), 1, ink, paper - (paper - ink) / 4));
}

Stand stand_of(Pix* picture) {
  Stand stand;
  const Picture black = two_tone(picture);
  if (!black) return stand;
  // 1. Do the lines run across or down? Columns of a log are lines, too: letters that stand on their feet or heads say
  //    which of the two is writing.
  const Picture on_side = turned(black.get(), 1);
  const Lines across = lines_across(black.get()), down = lines_across(on_side.get());
  const auto skew = [](const Lines& lines) {
    const bool matters = lines.confidence >= certain_skew && std::abs(lines.angle) >= smallest_skew;
    return matters ? static_cast<double>(lines.angle) : 0;
  };
  const auto are_clearer = [](const Lines& lines, const Lines& others) {
    return lines.confidence >= certain_skew && lines.confidence > clearer * others.confidence;
  };
  const auto say_more = [](float up, float other) {
    return std::abs(up) >= clear_letters && std::abs(up) > clearer_letters * std::abs(other);
  };
  const float up_across = upness(black.get(), skew(across));
  const bool is_plain = are_clearer(across, down) && std::abs(up_across) >= plain_letters;
  const float up_down = is_plain ? 0 : upness(on_side.get(), skew(down));
  const bool are_letters_across = std::abs(up_across) >= certain_of_up && std::abs(up_across) > std::abs(up_down);
  const bool is_on_side = say_more(up_down, up_across) || (are_clearer(down, across) && !are_letters_across);
  const Lines& lines = is_on_side ? down : across;
  stand.skew_degrees = skew(lines);
  // 2. Is that up or upside down?
  const float up = is_on_side ? up_down : up_across;
  stand.is_certain = lines.confidence >= certain_skew && std::abs(up) >= certain_of_up;
  stand.is_side_certain = is_plain || say_more(up, is_on_side ? up_across : up_down);
  stand.quarter_turns = (is_on_side ? 1 : 0) + (up <= -certain_of_up ? 2 : 0);
  return stand;
}

Upright::Upright(Pix* original, const Stand& stand)
    : stand_(stand), width_(static_cast<float>(pixGetWidth(original))),
      height_(static_cast<float>(pixGetHeight(original))) {
  picture_ = turned(original, stand_.quarter_turns);
  if (!picture_) return;
  turned_width_ = static_cast<float>(pixGetWidth(picture_.get()));
  turned_height_ = static_cast<float>(pixGetHeight(picture_.get()));
  if (stand_.skew_degrees == 0) return;
  // Two-tone pictures would be turned with ragged edges; gray keeps the letters' shapes.
  const Picture gray(pixGetDepth(picture_.get()) == 1 ? pixConvertTo8(picture_.get(), 0) : pixClone(picture_.get()));
  picture_ = gray ? rotated(gray.get(), stand_.skew_degrees) : nullptr;
}

Box Upright::in_original(const Box& box) const {
  Box level = box;
  if (stand_.skew_degrees != 0) {
    // The canvas may have grown; both share the middle.
    const double angle = -stand_.skew_degrees * radians, c = std::cos(angle), s = std::sin(angle);
    const double middle_x = pixGetWidth(picture_.get()) / 2.0, middle_y = pixGetHeight(picture_.get()) / 2.0;
    level = {1e9F, 1e9F, -1e9F, -1e9F};
    for (const float x : {box[0], box[2]})
      for (const float y : {box[1], box[3]}) {
        const double dx = static_cast<double>(x) - middle_x, dy = static_cast<double>(y) - middle_y;
        const auto px = static_cast<float>(static_cast<double>(turned_width_) / 2 + c * dx - s * dy);
        const auto py = static_cast<float>(static_cast<double>(turned_height_) / 2 + s * dx + c * dy);
        level = {std::min(level[0], px), std::min(level[1], py), std::max(level[2], px), std::max(level[3], py)};
      }
  }
  return quarters_back(level, stand_.quarter_turns, width_, height_);
}

} // namespace openimr::worker
