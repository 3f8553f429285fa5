// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/ocr.h"

#include "intake/worker/loose_ink.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/tongue.h"

#include <algorithm>
#include <cmath>
#include <fcntl.h>
#include <leptonica/allheaders.h>
#include <limits>
#include <sys/mman.h>
#include <sys/stat.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>
#include <unistd.h>

namespace openimr::worker {
namespace {

using records::Box;

constexpr int unread_below = 45;       // mean word confidence of a page that nobody should rely on
constexpr int doubtful_below = 60;     // worth a look at the page turned round
constexpr int sure_of_word = 50;       // confidence below which a word is no answer to the ink under it,
constexpr int sure_neighbour = 88;     // unless it stands beside print on its line: then it is print that was misread
constexpr int sure_figure = 50;        // of a figure that stands by itself: a doubtful one is shown with its doubt
constexpr double least_dpi = 150;      // smaller letters are enlarged for the recogniser
constexpr double almost_as_much = 0.8; // of what was read of lines on their side, for lines brought upright

struct StringDeleter {
  void operator()(char* text) const { delete[] text; }
};

/// Words of one line as the recogniser saw it; boxes in pixels.
struct Line {
  Box box{};
  std::vector<PlacedWord> words;
  bool is_on_side = false; ///< the recogniser found that it runs down or up the page
};
using Reading = std::vector<Line>;

/// How much was read, to choose between two tries.
double worth(const Line& line) {
  double sum = 0;
  for (const PlacedWord& word : line.words) sum += word.confidence > 50 ? word.confidence - 50 : 0;
  return sum;
}

double worth(const Reading& reading) {
  double sum = 0;
  for (const Line& line : reading) sum += worth(line);
  return sum;
}

int confidence_of(const Reading& reading) {
  int sum = 0, count = 0;
  for (const Line& line : reading)
    for (const PlacedWord& word : line.words) sum += word.confidence, ++count;
  return count == 0 ? 0 : sum / count;
}

std::size_t words_in(const Reading& reading) {
  std::size_t count = 0;
  for (const Line& line : reading) count += line.words.size();
  return count;
}

/// Whether most of the words stand in lines that run down or up the picture.
bool is_on_side(const Reading& reading) {
  std::size_t words = 0;
  for (const Line& line : reading) words += line.is_on_side ? line.words.size() : 0;
  return words * 2 > words_in(reading);
}

double mean(const Line& line) {
  double sum = 0;
  for (const PlacedWord& word : line.words) sum += word.confidence;
  return line.words.empty() ? 0 : sum / static_cast<double>(line.words.size());
}

/// Line by line the better of two readings of one picture: both saw the same lines, for the page was cut into lines
/// before any letter was read. Where they did not, the better reading as a whole.
Reading better_lines(Reading one, Reading other) {
  const bool are_alike =
      one.size() == other.size() &&
      std::equal(one.begin(), one.end(), other.begin(), [](const Line& a, const Line& b) { return a.box == b.box; });
  if (!are_alike) return worth(other) > worth(one) ? other : one;
  for (std::size_t i = 0; i < one.size(); ++i)
    if (mean(other[i]) > mean(one[i])) one[i] = std::move(other[i]);
  return one;
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

/// Of a piece of ink by itself: figures, and words of some letters; a single letter may be any mark.
bool is_surely_word(const PlacedWord& word) {
  const auto count = [&](char first, char last) {
    return std::count_if(word.text.begin(), word.text.end(), [=](char c) { return c >= first && c <= last; });
  };
  const auto digits = count('0', '9'), letters = count('a', 'z') + count('A', 'Z');
  return digits > 0 ? word.confidence >= sure_figure : letters >= 3 && word.confidence >= sure_neighbour;
}

/// Inside the page, in hundredths of a point.
void tidy(Box& box, float width, float height) {
  box = {std::clamp(box[0], 0.0F, width), std::clamp(box[1], 0.0F, height), std::clamp(box[2], 0.0F, width),
         std::clamp(box[3], 0.0F, height)};
  for (float& side : box) side = std::round(side * 100) / 100;
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

/// Gray or two-tone, large enough to be read; dpi grows with it. Null when there is no memory for it.
Picture ready_to_read(Picture picture, double& dpi) {
  const Picture flat(pixRemoveAlpha(picture.get()));
  picture.reset();
  if (!flat) return nullptr;
  Picture gray(pixGetDepth(flat.get()) == 1 ? pixClone(flat.get()) : pixConvertTo8(flat.get(), 0));
  if (!gray || dpi >= least_dpi) return gray;
  const Picture eight(pixConvertTo8(gray.get(), 0));
  dpi *= 2;
  return Picture(eight ? pixScale(eight.get(), 2, 2) : nullptr);
}

/// The page of a reading; boxes become points of the original.
records::Page page_of(Reading reading, const Upright& upright, double dpi) {
  const auto scale = static_cast<float>(72 / dpi);
  std::vector<PlacedWord> words;
  for (Line& line : reading)
    for (PlacedWord& word : line.words) {
      for (float& side : word.box) side *= scale;
      words.push_back(std::move(word));
    }
  judge_bars(words);
  records::Page page = build_page(std::move(words));
  for (records::Word& word : page.words) {
    for (float& side : word.box) side /= scale;
    word.box = upright.in_original(word.box);
    for (float& side : word.box) side *= scale;
  }
  return page;
}

/// Places of strokes that gave no word, in points of the original.
std::vector<Box> ink_without_words(const Reading& reading, const Upright& upright, double dpi) {
  std::vector<Box> words;
  for (const Line& line : reading)
    for (std::size_t n = 0; n < line.words.size(); ++n) {
      const bool has_sure_neighbour = (n > 0 && line.words[n - 1].confidence >= sure_neighbour) ||
                                      (n + 1 < line.words.size() && line.words[n + 1].confidence >= sure_neighbour);
      if (line.words[n].confidence >= sure_of_word || has_sure_neighbour) words.push_back(line.words[n].box);
    }
  if (!upright.picture()) return {};
  std::vector<Box> places = loose_ink(upright.picture(), dpi, words);
  for (Box& place : places) {
    place = upright.in_original(place);
    for (float& side : place) side *= static_cast<float>(72 / dpi);
  }
  return places;
}

/// The bytes of a file, mapped until the process ends; empty when there are none.
std::string_view mapped(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat info {};
  void* bytes = MAP_FAILED;
  if (file >= 0 && ::fstat(file, &info) == 0 && info.st_size > 0 && info.st_size < std::numeric_limits<int>::max())
    bytes = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, file, 0);
  if (file >= 0) ::close(file);
  if (bytes == MAP_FAILED) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(info.st_size)};
}

} // namespace

struct Ocr::Engine {
  tesseract::TessBaseAPI api;

  /// False when the language has no data here.
  bool open(const std::string& language) {
    if (api.Init(nullptr, language.c_str(), tesseract::OEM_DEFAULT) != 0) return false;
    api.SetPageSegMode(tesseract::PSM_AUTO);
    return true;
  }

  /// The same from data that were mapped before the doors closed; no file is opened.
  bool open(const std::string& language, std::string_view data) {
    if (api.Init(data.data(), static_cast<int>(data.size()), language.c_str(), tesseract::OEM_DEFAULT, nullptr, 0,
                 nullptr, nullptr, false, nullptr) != 0)
      return false;
    api.SetPageSegMode(tesseract::PSM_AUTO);
    return true;
  }

  void show(Pix* picture, double dpi) {
    api.ClearAdaptiveClassifier(); // what was on other pages must not change this one
    api.SetImage(picture);
    api.SetSourceResolution(static_cast<int>(std::lround(dpi)));
  }

  Reading read(Pix* picture, double dpi) {
    show(picture, dpi);
    Reading reading = lines();
    api.Clear();
    return reading;
  }

  /// What the recogniser finds in what it was shown.
  Reading lines() {
    Reading reading;
    if (api.Recognize(nullptr) != 0) return reading;
    const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
    if (at) do {
        if (reading.empty() || at->IsAtBeginningOf(tesseract::RIL_TEXTLINE))
          reading.push_back({box_of(*at, tesseract::RIL_TEXTLINE), {}, is_on_side(*at)});
        const std::unique_ptr<char, StringDeleter> text(at->GetUTF8Text(tesseract::RIL_WORD));
        if (!text) continue;
        const float confidence = at->Confidence(tesseract::RIL_WORD);
        if (is_noise(text.get(), confidence)) continue;
        PlacedWord word;
        word.text = text.get();
        word.box = box_of(*at, tesseract::RIL_WORD);
        place_on_row(*at, word.box);
        word.confidence = static_cast<int>(std::lround(confidence));
        reading.back().words.push_back(std::move(word));
      } while (at->Next(tesseract::RIL_WORD));
    return reading;
  }

  /// Adds to the reading what stands at places that were passed over, where it is surely read.
  void look_again(Pix* picture, double dpi, Reading& reading) {
    std::vector<Box> words, rows;
    for (const Line& line : reading) {
      rows.push_back(line.box);
      for (const PlacedWord& word : line.words) words.push_back(word.box);
    }
    const std::vector<Box> places = missed_print(picture, dpi, words, rows);
    if (places.empty()) return;
    show(picture, dpi);
    api.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    for (const Box& place : places) {
      const auto pad = static_cast<int>(std::lround(0.03 * dpi));
      const int left = std::max(0, static_cast<int>(place[0]) - pad),
                top = std::max(0, static_cast<int>(place[1]) - pad);
      api.SetRectangle(left, top, std::min(pixGetWidth(picture), static_cast<int>(place[2]) + pad) - left,
                       std::min(pixGetHeight(picture), static_cast<int>(place[3]) + pad) - top);
      for (Line& line : lines()) {
        std::erase_if(line.words, [](const PlacedWord& word) { return !is_surely_word(word); });
        if (!line.words.empty()) reading.push_back(std::move(line));
      }
    }
    api.SetPageSegMode(tesseract::PSM_AUTO);
    api.Clear();
  }

  static bool is_on_side(const tesseract::ResultIterator& at) {
    tesseract::Orientation orientation{};
    tesseract::WritingDirection direction{};
    tesseract::TextlineOrder order{};
    float deskew = 0;
    at.Orientation(&orientation, &direction, &order, &deskew);
    return orientation == tesseract::ORIENTATION_PAGE_RIGHT || orientation == tesseract::ORIENTATION_PAGE_LEFT;
  }

  static Box box_of(const tesseract::ResultIterator& at, tesseract::PageIteratorLevel level) {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    at.BoundingBox(level, &x0, &y0, &x1, &y1);
    return {static_cast<float>(x0), static_cast<float>(y0), static_cast<float>(x1), static_cast<float>(y1)};
  }

  /// Tesseract's boxes hug the letters: "on" is lower than "Pl". The row's own height makes the words of a line
  /// comparable.
  static void place_on_row(tesseract::ResultIterator& at, Box& box) {
    float row_height = 0, descenders = 0, ascenders = 0;
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    at.RowAttributes(&row_height, &descenders, &ascenders);
    if (row_height <= 0 || !at.Baseline(tesseract::RIL_WORD, &x0, &y0, &x1, &y1)) return;
    const float baseline = static_cast<float>(y0 + y1) / 2;
    const float top = baseline - (row_height - std::abs(descenders)), bottom = baseline + std::abs(descenders);
    if (top < bottom && std::abs(top - box[1]) < row_height && std::abs(bottom - box[3]) < row_height) {
      box[1] = top;
      box[3] = bottom;
    }
  }
};

Ocr::Ocr(const std::string& languages) {
  for (std::size_t at = 0; at <= languages.size();) {
    const std::size_t end = std::min(languages.find('+', at), languages.size());
    std::string language = languages.substr(at, end - at);
    at = end + 1;
    if (first_) {
      if (!second_data_.empty()) continue; // two languages are enough
      second_data_ = mapped(std::string(first_->api.GetDatapath()) + "/" + language + ".traineddata");
      if (second_data_.empty())
        lack(language);
      else
        second_language_ = std::move(language);
      continue;
    }
    auto engine = std::make_unique<Engine>();
    if (engine->open(language))
      first_ = std::move(engine);
    else
      lack(language);
  }
}

Ocr::~Ocr() = default;

void Ocr::lack(const std::string& language) { missing_ += (missing_.empty() ? "" : "+") + language; }

/// Null without data. Its words take 14 MB, which pages in the first language need not pay.
Ocr::Engine* Ocr::second() {
  if (second_ || second_data_.empty()) return second_.get();
  auto engine = std::make_unique<Engine>();
  if (engine->open(second_language_, second_data_))
    second_ = std::move(engine);
  else
    lack(second_language_);
  second_data_ = {};
  return second_.get();
}

bool Ocr::is_ready() const { return first_ != nullptr; }

/// One way that a page may lie, and what is read of it then.
struct Ocr::Attempt {
  Stand stand;
  std::unique_ptr<Upright> upright;
  Reading reading;
};

Ocr::Attempt Ocr::attempt(Pix* picture, double dpi, const Stand& stand) {
  Attempt result{stand, std::make_unique<Upright>(picture, stand), {}};
  if (result.upright->picture()) result.reading = first_->read(result.upright->picture(), dpi);
  return result;
}

Ocr::Attempt Ocr::best_attempt(Pix* picture, double dpi) {
  Attempt best = attempt(picture, dpi, stand_of(picture));
  const auto turned = [&](int quarters) {
    Stand stand = best.stand;
    stand.quarter_turns = (stand.quarter_turns + quarters) % 4;
    return attempt(picture, dpi, stand);
  };
  const bool is_poor = words_in(best.reading) < 5 || confidence_of(best.reading) < doubtful_below;
  std::vector<int> others;
  // 1. The recogniser may find lines that run down the page; it reads their letters and loses their order.
  const bool runs_down = is_on_side(best.reading);
  if (runs_down) others = {1, 3};
  // 2. Where little was understood and the ink left it open, the page is looked at from the other sides.
  if (is_poor && !best.stand.is_certain) others.push_back(2);
  if (is_poor && !best.stand.is_side_certain && !runs_down) others.insert(others.end(), {1, 3});
  std::vector<Attempt> attempts;
  for (const int quarters : others) attempts.push_back(turned(quarters));
  double most = worth(best.reading) * (runs_down ? almost_as_much : 1);
  for (Attempt& other : attempts)
    if (const double read = worth(other.reading); read > most) {
      most = read;
      best = std::move(other);
    }
  return best;
}

records::Page Ocr::read(Picture picture, double dpi) {
  const auto width = static_cast<float>(pixGetWidth(picture.get()) * 72 / dpi);
  const auto height = static_cast<float>(pixGetHeight(picture.get()) * 72 / dpi);
  Picture ready = ready_to_read(std::move(picture), dpi);
  bool is_inked = ready && has_ink(ready.get());
  if (ready && !is_inked)
    if (Picture dark = stretched(ready.get()); dark && has_ink(dark.get())) {
      ready = std::move(dark);
      is_inked = true;
    }
  records::Page page;
  if (is_inked) {
    Attempt attempt = best_attempt(ready.get(), dpi);
    Reading reading = std::move(attempt.reading);
    const std::unique_ptr<Upright> upright = std::move(attempt.upright);
    Tongue tongue;
    for (const Line& line : reading)
      for (const PlacedWord& word : line.words) tongue.hear(word.text);
    lacked_language_ = false;
    if (tongue.is_partly_spanish()) {
      if (Engine* other = second())
        reading = better_lines(std::move(reading), other->read(upright->picture(), dpi));
      else
        lacked_language_ = missing_.find("spa") != std::string::npos;
    }
    if (upright->picture()) first_->look_again(upright->picture(), dpi, reading);
    std::vector<Box> ink = ink_without_words(reading, *upright, dpi);
    page = page_of(std::move(reading), *upright, dpi);
    page.loose_ink = std::move(ink);
  }
  for (records::Word& word : page.words) tidy(word.box, width, height);
  for (Box& box : page.loose_ink) tidy(box, width, height);
  page.width = width;
  page.height = height;
  page.source = page.words.empty() ? records::TextSource::None : records::TextSource::Ocr;
  page.is_unread = !ready || (is_inked && (page.words.empty() || page.confidence < unread_below));
  if (page.words.empty()) page.confidence = page.is_unread ? 0 : 100;
  return page;
}

records::Page Ocr::read_strips(Picture picture, double dpi, std::span<const Box> strips) {
  const Picture ready = ready_to_read(std::move(picture), dpi);
  if (!ready) return {};
  const Upright upright(ready.get(), {});
  Reading all;
  // A few lines across the page look like columns of short ones when the whole is cut into blocks; order does not
  // matter.
  first_->api.SetPageSegMode(tesseract::PSM_SINGLE_BLOCK);
  for (const Box& strip : strips) {
    const auto pixels = [dpi](float points) { return static_cast<int>(static_cast<double>(points) * dpi / 72); };
    const int left = std::clamp(pixels(strip[0]), 0, pixGetWidth(ready.get()) - 1),
              top = std::clamp(pixels(strip[1]), 0, pixGetHeight(ready.get()) - 1),
              right = std::clamp(pixels(strip[2]), left + 1, pixGetWidth(ready.get())),
              bottom = std::clamp(pixels(strip[3]), top + 1, pixGetHeight(ready.get()));
    ::Box* place = boxCreate(left, top, right - left, bottom - top);
    const Picture part(pixClipRectangle(ready.get(), place, nullptr));
    boxDestroy(&place);
    if (!part) continue;
    for (Line& line : first_->read(part.get(), dpi)) {
      for (PlacedWord& word : line.words)
        for (std::size_t side = 0; side < 4; ++side) word.box[side] += static_cast<float>(side % 2 == 0 ? left : top);
      all.push_back(std::move(line));
    }
  }
  first_->api.SetPageSegMode(tesseract::PSM_AUTO);
  return page_of(std::move(all), upright, dpi);
}

} // namespace openimr::worker
