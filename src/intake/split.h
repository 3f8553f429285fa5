// Documents out of pages: where one file holds several, and where a page of another patient lies between them.
#pragma once

#include "intake/document_kind.h"
#include "intake/identity.h"
#include "records/case_file.h"

#include <span>
#include <vector>

namespace openimr::intake {

/// Pages by index, in order, that make one document. A page of another patient may lie between them.
struct PageGroup {
  std::vector<std::size_t> pages;
  bool is_other = false;            ///< of another patient
  PatientOnPage patient;            ///< who, when it is another
  std::vector<records::Cue> starts; ///< the signs that cut it from the pages before; Cue::page is the index + 1
};

/// What came of a file's pages.
struct Split {
  std::vector<PageGroup> groups; ///< in order of their first page; every page is in exactly one
  std::vector<PatientOnPage> patients;
  std::vector<Ownership> owners; ///< one a page; Unknown without an application
};

/// Cuts a file where the signs of a new document (packs/pages/cues.yaml: counts, headings, letterheads, days,
/// signatures, sizes) outweigh those against, and where the patient changes. Pages of another patient are groups of
/// their own; what follows them goes on with the document before when its words or count say so. A page that could not
/// be read is never taken for another patient's. Without an application patients are not compared. `lines` are those of
/// `pages`.
Split documents_in(std::span<const records::Page> pages, std::span<const Lines> lines, const DocumentKinds& kinds,
                   const records::Application* application);

} // namespace openimr::intake
