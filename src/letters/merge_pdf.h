// Several PDF files as one, for the printer: their pages in order, nothing else of them (tags, outlines and metadata
// stay behind).
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace openimr::letters {

struct PdfPart {
  std::string name; ///< for messages
  std::string bytes;
  int copies = 1; ///< one for each addressee; the pages of a copy take no room of their own
};

struct MergedPdf {
  std::string bytes;
  std::vector<int> pages; ///< of one copy of each part
};

/// The same parts give the same bytes. Error (Input) names the part that is no PDF or asks for a password.
Result<MergedPdf> merge_pdf(const std::vector<PdfPart>& parts);

} // namespace openimr::letters
