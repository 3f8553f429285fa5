// The libqpdf pass over what cairo drew: it gives marked content its structure tree and the file what PDF/UA-1 asks for
// and cairo cannot write. cairo's own tree is dropped; only its marks in the page contents are used, counted in drawing
// order.
#pragma once

#include "base/result.h"
#include "letters/page_layout.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::letters {

/// The tag that cairo draws artifacts under: structure that nothing else uses, turned into /Artifact here.
inline constexpr const char* artifact_tag = "Private";

/// What cairo drew: for each page the element of each marked stretch, in drawing order (artifact or an index into
/// elements).
struct DrawnPdf {
  std::string bytes;
  std::vector<std::vector<int>> marks;
};

/// The finished file, with each page's rules and shading under cairo's marks. Error (Storage) when the bytes are no PDF
/// or do not hold the marks that were drawn.
Result<std::string> tag_pdf(const DrawnPdf& drawn, const PagedLetter& paged, const Letter& letter);

} // namespace openimr::letters
