// Documents out of pages: where one file holds several, and where a page of another patient lies between them.
#pragma once

#include "intake/classify.h"
#include "intake/document_kind.h"
#include "intake/identity.h"
#include "intake/page_count.h"
#include "intake/statements.h"
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

/// What a page shows of where documents begin and end.
struct PageSigns {
  const Lines* lines = nullptr;
  const records::Page* page = nullptr;
  PageCount count;
  int fax_count = 0;
  PageHeading heading;
  std::optional<Date> day;
  Letterhead letterhead;
  std::string letterhead_folded;
  std::vector<std::uint64_t> line_hashes; ///< of its lines, plain and with confusions folded
  bool is_salutation = false, is_ended = false, has_identity = false, starts_in_mid_sentence = false,
       is_continued = false;
};

/// What a page shows by itself, whatever stands beside it.
struct PageLook {
  PatientOnPage patient;
  Ownership owner; ///< Unknown without an application
  PageSigns signs; ///< empty unless asked for
};

/// `with_signs`: of where documents begin; a page that is alone, or a document by its format, needs none. Page and
/// lines have to stay where they are as long as the look is used.
PageLook look_at(const records::Page& page, const Lines& lines, const DocumentKinds& kinds,
                 const records::Application* application, bool with_signs);

/// What came of a file's pages: in order of their first page; every page is in exactly one group.
using Split = std::vector<PageGroup>;

/// Cuts a file where the signs of a new document (packs/pages/cues.yaml: counts, headings, letterheads, days,
/// signatures, sizes) outweigh those against, and where the patient changes. Pages of another patient are groups of
/// their own; what follows them goes on with the document before when its words or count say so. A page that could not
/// be read is never taken for another patient's. The looks are those of the file's pages, in order, with their signs
/// where there are several.
Split documents_in(std::span<const PageLook> looks, const DocumentKinds& kinds);

/// Every page a document of its own: reports as lines of one file.
Split one_each(std::span<const PageLook> looks);

} // namespace openimr::intake
