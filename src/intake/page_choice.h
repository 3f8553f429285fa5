// Text layer or OCR: the choice for each page.
#pragma once

#include "records/case_file.h"

namespace openimr::intake {

/// Why a page needs OCR, if it does.
enum class LayerQuality {
  Good,
  Scarce,  ///< no words, or only a fax line and page numbers at the edges
  Garbage, ///< words of characters without meaning
};

LayerQuality quality_of(const records::Page& layer);

/// The better of both readings of a page whose layer is not good.
records::Page choose(records::Page layer, LayerQuality quality, records::Page ocr);

} // namespace openimr::intake
