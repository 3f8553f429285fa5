// SPDX-License-Identifier: GPL-3.0-or-later
// What a PDF carries that its pages do not show: words under boxes and images, outside of the page, in white or
// invisible; metadata, bookmarks, attachments, annotations, form values, layers, thumbnails, scripts, private data of
// programs, objects that nothing uses, earlier versions. Read with qpdf, as C++17 (see pdf_objects.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace openimr::worker {

struct PdfLeak {
  std::string kind;  ///< "covered_text", "metadata", … (intake/pdf_leaks.h lists them)
  int page = 0;      ///< from 1; 0: the file
  std::string found; ///< UTF-8: what, or where; may be empty
};

/// Everything found, the file's things first. Throws what qpdf throws when the file cannot be opened.
std::vector<PdfLeak> leaks_of_pdf(std::string_view bytes);

} // namespace openimr::worker
