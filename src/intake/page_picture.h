// PagePicture: one page as gray pixels, made by the confined worker; for what is no text: check boxes, signatures, and
// the region that a person is asked to look at.
#pragma once

#include "intake/read_options.h"
#include "records/case_file.h"

#include <optional>
#include <string>

namespace openimr::intake {

inline constexpr int picture_dots_per_inch = 150;

struct PagePicture {
  int page = 1;
  double dots_per_inch = 0;
  int width = 0, height = 0; ///< pixels
  std::string pixels;        ///< row by row from the top, 0 black to 255 white

  bool is_empty() const { return pixels.empty(); }
  /// White outside of the picture.
  int gray(int x, int y) const {
    if (x < 0 || y < 0 || x >= width || y >= height) return 255;
    return static_cast<unsigned char>(
        pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)]);
  }
};

/// The page of a file as a picture of picture_dots_per_inch; nothing when the file cannot be opened or shown, has no
/// page images, or is a file inside another file. The worker is started anew for every call.
std::optional<PagePicture> picture_of(const std::string& file, int page, const ReadOptions& options);

/// A region in points as a portable graymap (PGM), for a person to look at. Empty for a region outside of the page.
std::string region_as_pgm(const PagePicture& picture, const records::Box& region);

} // namespace openimr::intake
