// SPDX-License-Identifier: GPL-3.0-or-later
// OCR of one page picture: brought upright first, read in the language it is written in, boxes in points of the page as
// it came.
#pragma once

#include "intake/worker/straighten.h"
#include "records/case_file.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace openimr::worker {

/// Most pixels of an image that is decoded; 11 x 17 inches at 600 dots per inch are 67 million.
inline constexpr double pixel_limit = 100e6;

class Output;

/// Sends the image as a gray picture of about `dpi` dots per inch; it has `own_dpi`. Nothing for an image that is too
/// large.
void send_picture(Picture image, double own_dpi, double dpi, int page, Output& out);

class Ocr {
public:
  /// languages as tesseract names them, joined by "+"; the first is the one that pages are first read in. is_ready() is
  /// false when its data are not installed.
  explicit Ocr(const std::string& languages);
  ~Ocr();
  Ocr(const Ocr&) = delete;
  Ocr& operator=(const Ocr&) = delete;

  bool is_ready() const;
  /// Languages that were asked for and have no data here, joined by "+".
  const std::string& missing() const { return missing_; }
  /// The page read last is written in a language that is among the missing; it was read as if in the first.
  bool lacked_language() const { return lacked_language_; }

  /// Reads the picture. `dpi` is its resolution; width and height of the result are set, the number is 1. A page with
  /// ink and without trustworthy words has is_unread; a blank page has no words and is read.
  records::Page read(Picture picture, double dpi);

  /// Reads only what lies in these boxes (points) of a picture that is taken to stand upright: a sample.
  records::Page read_strips(Picture picture, double dpi, std::span<const records::Box> strips);

private:
  struct Engine;
  struct Attempt;
  Attempt attempt(Pix* picture, double dpi, const Stand& stand);
  Attempt best_attempt(Pix* picture, double dpi);
  Engine* second();
  void lack(const std::string& language);

  std::unique_ptr<Engine> first_, second_; ///< second_ is for pages that turn out to be in the other language
  std::string_view second_data_;           ///< mapped, until second_ is made of it
  std::string second_language_, missing_;
  bool lacked_language_ = false;
};

} // namespace openimr::worker
