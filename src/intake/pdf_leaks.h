// What a PDF carries that its pages do not show. The file is looked at in the confined worker.
//
// Kinds: covered_text, outside_page, invisible_text, white_text, metadata, xmp, bookmark, attachment, annotation, link,
// form_value, layer, hidden_layer, script, private_data, thumbnail, unused_object, earlier_version, trailing_data.
#pragma once

#include "base/result.h"
#include "intake/read_options.h"

#include <string>
#include <vector>

namespace openimr::intake {

struct PdfLeak {
  std::string kind;
  int page = 0; ///< from 1; 0: the file
  std::string found;
  bool operator==(const PdfLeak&) const = default;
};

/// In the worker's order. Error when the file is no PDF, needs a password, or the worker could not read it: then
/// nothing is known about it, and it must not be published.
Result<std::vector<PdfLeak>> find_pdf_leaks(const std::string& path, const ReadOptions& options);

} // namespace openimr::intake
