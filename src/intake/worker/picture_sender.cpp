// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/ocr.h"
#include "intake/worker/output.h"

#include <leptonica/allheaders.h>

namespace openimr::worker {

void send_picture(Picture image, double own_dpi, double dpi, int page, Output& out) {
  const Picture flat(image ? pixRemoveAlpha(image.get()) : nullptr);
  image.reset();
  const Picture gray(flat ? pixConvertTo8(flat.get(), 0) : nullptr);
  const auto scale = static_cast<l_float32>(dpi / own_dpi);
  const Picture sized(!gray || (scale > 0.98F && scale < 1.02F) ? Picture(gray ? pixClone(gray.get()) : nullptr)
                                                                : Picture(pixScale(gray.get(), scale, scale)));
  if (!sized) return;
  const l_int32 width = pixGetWidth(sized.get()), height = pixGetHeight(sized.get());
  if (static_cast<double>(width) * height > static_cast<double>(intake::wire::picture_limit)) return;
  std::string pixels;
  pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (l_int32 y = 0; y < height; ++y) {
    const l_uint32* line = pixGetData(sized.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(sized.get());
    for (l_int32 x = 0; x < width; ++x) pixels += static_cast<char>(GET_DATA_BYTE(line, x));
  }
  out.picture({static_cast<std::uint32_t>(page),
               static_cast<float>(own_dpi * static_cast<double>(width) / pixGetWidth(gray.get())),
               static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), pixels});
}

} // namespace openimr::worker
