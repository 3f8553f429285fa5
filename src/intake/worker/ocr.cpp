// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/ocr.h"

#include "intake/worker/page_builder.h"

#include <algorithm>
#include <cmath>
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

namespace openimr::worker {
namespace {

using records::Box;

constexpr int unread_below = 45;                          // mean word confidence of a page that nobody should rely on
constexpr int doubtful_below = 60;                        // worth a look at the page turned round
constexpr double smallest_skew = 0.12, largest_skew = 15; // degrees

struct StringDeleter {
  void operator()(char* text) const { delete[] text; }
};

/// Black and white copy for measuring.
Picture two_tone(Pix* gray) {
  return Picture(pixGetDepth(gray) == 1 ? pixCopy(nullptr, gray) : pixConvertTo1(gray, 150));
}

/// Whether anything is written on the page: specks and the margins, where scanners leave shadows, do not count.
bool has_ink(Pix* gray) {
  const Picture black = two_tone(gray);
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

/// Angle in degrees by which the image must be turned to stand upright, 0 when unsure.
double skew_of(Pix* gray) {
  const Picture black = two_tone(gray);
  l_float32 angle = 0, confidence = 0;
  if (!black || pixFindSkew(black.get(), &angle, &confidence) != 0) return 0;
  const double size = std::abs(static_cast<double>(angle));
  return confidence >= 3 && size >= smallest_skew && size <= largest_skew ? static_cast<double>(angle) : 0;
}

/// Quarter turns (clockwise) that bring Roman text upright, 0 when unsure.
int quarter_turns(Pix* gray) {
  const Picture black = two_tone(gray);
  l_float32 up = 0, left = 0;
  if (!black || pixOrientDetect(black.get(), &up, &left, 0, 0) != 0) return 0;
  l_int32 orientation = 0;
  makeOrientDecision(up, left, 0, 0, &orientation, 0);
  switch (orientation) {
  case L_TEXT_ORIENT_LEFT:
    return 1;
  case L_TEXT_ORIENT_DOWN:
    return 2;
  case L_TEXT_ORIENT_RIGHT:
    return 3;
  default:
    return 0;
  }
}

/// The hull of a box of the turned image in the image before it was turned clockwise about its middle.
Box turn_back(const Box& box, double degrees, double width, double height) {
  const double angle = -degrees * 3.14159265358979323846 / 180, c = std::cos(angle), s = std::sin(angle);
  Box hull{1e9F, 1e9F, -1e9F, -1e9F};
  for (const double x : {static_cast<double>(box[0]), static_cast<double>(box[2])})
    for (const double y : {static_cast<double>(box[1]), static_cast<double>(box[3])}) {
      const double dx = x - width / 2, dy = y - height / 2;
      const auto px = static_cast<float>(width / 2 + c * dx - s * dy),
                 py = static_cast<float>(height / 2 + s * dx + c * dy);
      hull = {std::min(hull[0], px), std::min(hull[1], py), std::max(hull[2], px), std::max(hull[3], py)};
    }
  return hull;
}

/// The box before the image (width x height) was turned by quarters clockwise.
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

/// Rules and specks that tesseract takes for letters.
bool is_noise(std::string_view word, float confidence) {
  const bool has_letter = std::any_of(word.begin(), word.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
  if (word.find_first_not_of("_") == std::string_view::npos) return true;
  return (!has_letter && word.size() <= 2 && confidence < 50) || (word.size() <= 1 && confidence < 15);
}

void keep_box_inside(Box& box, float width, float height) {
  box = {std::clamp(box[0], 0.0F, width), std::clamp(box[1], 0.0F, height), std::clamp(box[2], 0.0F, width),
         std::clamp(box[3], 0.0F, height)};
}

/// A bar close before a word in small letters is a capital I ("I ask"); other bars are rules of a table.
void judge_bars(std::vector<PlacedWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].text.find_first_not_of('|') != std::string::npos) continue;
    const PlacedWord* next = i + 1 < words.size() ? &words[i + 1] : nullptr;
    const bool is_letter = next && words[i].text.size() == 1 && next->text[0] >= 'a' && next->text[0] <= 'z' &&
                           next->box[0] - words[i].box[2] < words[i].box[3] - words[i].box[1] &&
                           next->box[0] >= words[i].box[0] && std::abs(next->box[3] - words[i].box[3]) < 4;
    words[i].text = is_letter ? "I" : "";
  }
  std::erase_if(words, [](const PlacedWord& word) { return word.text.empty(); });
}

/// How much of a page was read, to choose between two tries.
double worth(const records::Page& page) {
  double sum = 0;
  for (const records::Word& word : page.words) sum += word.confidence > 50 ? word.confidence - 50 : 0;
  return sum;
}

} // namespace

void PixDeleter::operator()(Pix* pix) const { pixDestroy(&pix); }

struct Ocr::Engine {
  tesseract::TessBaseAPI api;

  /// One pass over an image that stands as it is.
  records::Page recognise(Pix* gray, double dpi) {
    const double skew = skew_of(gray);
    const Picture straight(skew == 0
                               ? pixClone(gray)
                               : pixRotate(gray, static_cast<l_float32>(skew * 3.14159265358979323846 / 180),
                                           L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, pixGetWidth(gray), pixGetHeight(gray)));
    Pix* upright = straight ? straight.get() : gray;
    std::vector<PlacedWord> words = words_of(upright, dpi);
    records::Page page = build_page(std::move(words));
    // pixRotate may enlarge the canvas; both share the middle.
    const double scale = 72 / dpi, grown_x = pixGetWidth(upright) - pixGetWidth(gray),
                 grown_y = pixGetHeight(upright) - pixGetHeight(gray);
    if (straight && skew != 0)
      for (records::Word& word : page.words) {
        Box box = turn_back(word.box, skew, pixGetWidth(upright) * scale, pixGetHeight(upright) * scale);
        for (std::size_t side = 0; side < 4; ++side)
          box[side] -= static_cast<float>((side % 2 == 0 ? grown_x : grown_y) * scale / 2);
        word.box = box;
      }
    return page;
  }

  std::vector<PlacedWord> words_of(Pix* upright, double dpi) {
    api.ClearAdaptiveClassifier(); // what was on other pages must not change this one
    api.SetImage(upright);
    api.SetSourceResolution(static_cast<int>(std::lround(dpi)));
    std::vector<PlacedWord> words;
    if (api.Recognize(nullptr) != 0) return words;
    const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
    const auto scale = static_cast<float>(72 / dpi);
    if (at) do {
        const std::unique_ptr<char, StringDeleter> text(at->GetUTF8Text(tesseract::RIL_WORD));
        int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
        if (!text || !at->BoundingBox(tesseract::RIL_WORD, &x0, &y0, &x1, &y1)) continue;
        const float confidence = at->Confidence(tesseract::RIL_WORD);
        if (is_noise(text.get(), confidence)) continue;
        PlacedWord word;
        word.text = text.get();
        word.box = {static_cast<float>(x0) * scale, static_cast<float>(y0) * scale, static_cast<float>(x1) * scale,
                    static_cast<float>(y1) * scale};
        place_on_row(*at, word.box, scale);
        word.confidence = static_cast<int>(std::lround(confidence));
        words.push_back(std::move(word));
      } while (at->Next(tesseract::RIL_WORD));
    api.Clear();
    judge_bars(words);
    return words;
  }

  /// Tesseract's boxes hug the letters: "on" is lower than "Pl". The row's own height makes the words of a line
  /// comparable.
  static void place_on_row(tesseract::ResultIterator& at, Box& box, float scale) {
    float row_height = 0, descenders = 0, ascenders = 0;
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    at.RowAttributes(&row_height, &descenders, &ascenders);
    if (row_height <= 0 || !at.Baseline(tesseract::RIL_WORD, &x0, &y0, &x1, &y1)) return;
    const float baseline = static_cast<float>(y0 + y1) / 2 * scale;
    const float top = baseline - (row_height - std::abs(descenders)) * scale,
                bottom = baseline + std::abs(descenders) * scale;
    if (top < bottom && std::abs(top - box[1]) < row_height * scale && std::abs(bottom - box[3]) < row_height * scale) {
      box[1] = top;
      box[3] = bottom;
    }
  }
};

Ocr::Ocr(const std::string& language) : engine_(std::make_unique<Engine>()) {
  ready_ = engine_->api.Init(nullptr, language.c_str(), tesseract::OEM_DEFAULT) == 0;
  if (ready_) engine_->api.SetPageSegMode(tesseract::PSM_AUTO);
}

Ocr::~Ocr() = default;

records::Page Ocr::read(Picture image, double dpi, int number) {
  const auto width = static_cast<float>(pixGetWidth(image.get()) * 72 / dpi);
  const auto height = static_cast<float>(pixGetHeight(image.get()) * 72 / dpi);
  records::Page page;
  const Picture flat(pixRemoveAlpha(image.get()));
  image.reset();
  Picture gray(flat ? (pixGetDepth(flat.get()) == 1 ? pixCopy(nullptr, flat.get()) : pixConvertTo8(flat.get(), 0))
                    : nullptr);
  if (gray && dpi < 150) { // too small for the recogniser
    gray.reset(pixScale(pixGetDepth(gray.get()) == 1 ? Picture(pixConvertTo8(gray.get(), 0)).get() : gray.get(), 2, 2));
    dpi *= 2;
  }
  const bool is_inked = gray && has_ink(gray.get());
  if (is_inked) {
    page = engine_->recognise(gray.get(), dpi);
    if (page.words.size() < 5 || page.confidence < doubtful_below) {
      const int turns = quarter_turns(gray.get());
      const Picture turned(turns == 0 ? nullptr : pixRotateOrth(gray.get(), turns));
      if (turned) {
        records::Page other = engine_->recognise(turned.get(), dpi);
        for (records::Word& word : other.words) word.box = quarters_back(word.box, turns, width, height);
        if (worth(other) > worth(page)) page = std::move(other);
      }
    }
  }
  for (records::Word& word : page.words) {
    keep_box_inside(word.box, width, height);
    for (float& side : word.box) side = std::round(side * 100) / 100;
  }
  page.number = number;
  page.width = width;
  page.height = height;
  page.source = page.words.empty() ? records::TextSource::None : records::TextSource::Ocr;
  page.is_unread = !gray || (is_inked && (page.words.empty() || page.confidence < unread_below));
  if (page.words.empty()) page.confidence = page.is_unread ? 0 : 100;
  return page;
}

} // namespace openimr::worker
