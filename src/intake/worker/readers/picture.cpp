// SPDX-License-Identifier: GPL-3.0-or-later
// Page images: TIFF with any number of pages, PNG, JPEG. They have no layer; the first pass tells their number.
#include "intake/worker/ocr.h"
#include "intake/worker/readers/readers.h"
#include "intake/worker/readers/tiff_pages.h"

#include <algorithm>
#include <cmath>
#include <leptonica/allheaders.h>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr double letter_width_inches = 8.5; // of a page that does not tell its resolution
constexpr double gray_pixel_limit = 40e6;   // of what the recogniser is shown

const l_uint8* start(std::string_view bytes) { return reinterpret_cast<const l_uint8*>(bytes.data()); }

struct Size {
  l_int32 width = 0, height = 0;
  bool is_decodable() const {
    return width > 0 && height > 0 && static_cast<double>(width) * static_cast<double>(height) <= pixel_limit;
  }
  std::string words() const { return std::to_string(width) + " x " + std::to_string(height) + " pixels"; }
};

bool tiff_size(std::string_view bytes, int index, Size& size) {
  l_int32 bits = 0, samples = 0, resolution = 0, colours = 0, format = 0;
  return readHeaderMemTiff(start(bytes), bytes.size(), index, &size.width, &size.height, &bits, &samples, &resolution,
                           &colours, &format) == 0;
}

/// Dots per inch, after making pixels square (a fax has 204 x 98 or 204 x 196).
double resolution(Picture& picture) {
  double x = pixGetXRes(picture.get()), y = pixGetYRes(picture.get());
  if (x > 30 && y > 30 && std::abs(x / y - 1) > 0.01) {
    const double finer = std::max(x, y);
    // Scaling by area or interpolation needs gray.
    Picture gray(pixGetDepth(picture.get()) == 1 ? pixConvertTo8(picture.get(), 0) : pixClone(picture.get()));
    Picture square(gray ? pixScale(gray.get(), static_cast<l_float32>(finer / x), static_cast<l_float32>(finer / y))
                        : nullptr);
    if (square) {
      picture = std::move(square);
      x = y = finer;
    }
  }
  const double told = std::min(x, y);
  const double guessed = std::min(pixGetWidth(picture.get()), pixGetHeight(picture.get())) / letter_width_inches;
  return std::clamp(told > 60 && told < 2000 ? told : guessed, 50.0, 1200.0);
}

records::Page unread_page(int number) {
  records::Page page;
  page.number = number;
  page.confidence = 0;
  page.is_unread = true;
  return page;
}

/// Gray or two-tone and no larger than what fits into a frame.
Picture plain(Picture picture, double& dpi) {
  const Picture flat(pixRemoveAlpha(picture.get()));
  picture.reset();
  if (!flat || pixGetDepth(flat.get()) == 1) return flat ? Picture(pixClone(flat.get())) : nullptr;
  Picture gray(pixConvertTo8(flat.get(), 0));
  while (gray && static_cast<double>(pixGetWidth(gray.get())) * pixGetHeight(gray.get()) > gray_pixel_limit) {
    gray.reset(pixScaleAreaMap2(gray.get()));
    dpi /= 2;
  }
  return gray;
}

void send_one(Picture picture, int number, Output& out) {
  if (!picture) {
    out.note(Trouble::PageDamaged, "", number);
    out.no_picture(number);
    return;
  }
  double dpi = resolution(picture);
  picture = plain(std::move(picture), dpi);
  out.picture(number, picture.get(), dpi, {});
}

bool picture_size(std::string_view bytes, Size& size) {
  l_int32 format = 0, bits = 0, samples = 0, has_colours = 0;
  return pixReadHeaderMem(start(bytes), bytes.size(), &format, &size.width, &size.height, &bits, &samples,
                          &has_colours) == 0;
}

} // namespace

void read_tiff_layer(std::string_view bytes, PageRange pages, Output& out) {
  const auto [count, is_cut] = tiff_pages(bytes, intake::wire::page_limit + 1);
  const bool has_too_many = count > intake::wire::page_limit;
  const int read = static_cast<int>(std::min(count, intake::wire::page_limit));
  out.file("image/tiff", static_cast<std::uint32_t>(read));
  if (read == 0) out.note(Trouble::Damaged, "TIFF");
  if (read > 0 && is_cut) out.note(Trouble::Repaired, "TIFF");
  if (has_too_many) out.note(Trouble::TooManyPages, "more than " + std::to_string(intake::wire::page_limit));
  for (int number = pages.first; number <= std::min(read, pages.last); ++number) out.page(unread_page(number));
}

void read_tiff_pictures(std::string_view bytes, PageRange pages, bool, Output& out) {
  for (int number = pages.first; number <= pages.last; ++number) {
    Size size;
    if (tiff_size(bytes, number - 1, size) && !size.is_decodable()) {
      out.note(Trouble::TooLarge, size.words(), number);
      out.no_picture(number);
      continue;
    }
    send_one(Picture(pixReadMemTiff(start(bytes), bytes.size(), number - 1)), number, out);
  }
}

void read_picture_layer(std::string_view bytes, PageRange, Output& out) {
  const bool is_png = bytes.starts_with("\x89PNG");
  Size size;
  const bool is_good = picture_size(bytes, size);
  out.file(is_png ? "image/png" : "image/jpeg", is_good ? 1 : 0);
  if (!is_good)
    out.note(Trouble::Damaged, is_png ? "PNG" : "JPEG");
  else
    out.page(unread_page(1));
}

void read_picture_pictures(std::string_view bytes, PageRange, bool, Output& out) {
  Size size;
  if (picture_size(bytes, size) && !size.is_decodable()) {
    out.note(Trouble::TooLarge, size.words(), 1);
    return out.no_picture(1);
  }
  send_one(Picture(pixReadMem(start(bytes), bytes.size())), 1, out);
}

void send_tiff_picture(std::string_view bytes, int page, double dpi, Output& out) {
  Size size;
  if (!tiff_size(bytes, page - 1, size) || !size.is_decodable()) return;
  Picture picture(pixReadMemTiff(start(bytes), bytes.size(), page - 1));
  if (!picture) return;
  const double own = resolution(picture);
  send_picture(std::move(picture), own, dpi, page, out);
}

void send_plain_picture(std::string_view bytes, int page, double dpi, Output& out) {
  Size size;
  if (page != 1 || !picture_size(bytes, size) || !size.is_decodable()) return;
  Picture picture(pixReadMem(start(bytes), bytes.size()));
  if (!picture) return;
  const double own = resolution(picture);
  send_picture(std::move(picture), own, dpi, page, out);
}

} // namespace openimr::worker
