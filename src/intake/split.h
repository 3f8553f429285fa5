// Documents out of pages: where one file holds several, and where a page of another patient lies between them.
#pragma once

#include "intake/document_kind.h"
#include "intake/identity.h"
#include "records/case_file.h"

#include <span>
#include <vector>

namespace openimr::intake {

/// Pages [first, last) by index that make one document.
struct PageRun {
  std::size_t first = 0, last = 0;
  Belongs belongs = Belongs::Unknown;
  PatientOnPage patient; ///< who, when it is another
};

/// Cuts a file where a page says that it is page 1, where the heading of the same kind comes again with another date,
/// where the heading of another kind stands on a page that does not count on, and where the patient changes. Without an
/// application patients are not compared.
std::vector<PageRun> documents_in(std::span<const Lines> pages, const DocumentKinds& kinds,
                                  const records::Application* application);

} // namespace openimr::intake
