// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the content stream of a PDF page (first byte even) or as a TIFF file (odd).
#include "intake/worker/readers/hidden_words.h"
#include "intake/worker/readers/tiff_pages.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace openimr::worker;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] % 2 == 1) {
    if (tiff_pages(bytes, 100).count > 100) std::abort();
    return 0;
  }
  Drawing drawing;
  int drawn = 0;
  ContentWalk(drawing, [&](std::string_view, const Matrix&, int) { ++drawn; }).walk(bytes, {1, 0, 0, 1, 0, 0}, 0);
  if (drawing.seen + drawing.unseen > bytes.size()) std::abort(); // no byte is counted twice
  return 0;
}
