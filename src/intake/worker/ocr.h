// SPDX-License-Identifier: GPL-3.0-or-later
// OCR of one page image: skew taken out, a second look at a doubtful page (turned, or larger), boxes in points of the
// page as it came.
#pragma once

#include "records/case_file.h"

#include <memory>
#include <string>

struct Pix;

namespace openimr::worker {

/// Frees a leptonica image.
struct PixDeleter {
  void operator()(Pix* pix) const;
};
using Picture = std::unique_ptr<Pix, PixDeleter>;

/// Most pixels of an image that is decoded; 11 x 17 inches at 600 dots per inch are 67 million.
inline constexpr double pixel_limit = 100e6;

class Output;

/// Sends the image as a gray picture of about `dpi` dots per inch; it has `own_dpi`. Nothing for an image that is too
/// large.
void send_picture(Picture image, double own_dpi, double dpi, int page, Output& out);

class Ocr {
public:
  /// language as tesseract names it. is_ready() is false when its data are not installed.
  explicit Ocr(const std::string& language);
  ~Ocr();
  Ocr(const Ocr&) = delete;
  Ocr& operator=(const Ocr&) = delete;

  bool is_ready() const { return ready_; }

  /// Reads the image. `dpi` is its resolution; number, width and height of the result are set. A page with ink and
  /// without trustworthy words has is_unread; a blank page has no words and is read.
  records::Page read(Picture image, double dpi, int number);

private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
  bool ready_ = false;
};

} // namespace openimr::worker
