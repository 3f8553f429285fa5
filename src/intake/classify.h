// classify(): which kind of document this is, when it was written and by whom, from the pages of packs/documents/.
#pragma once

#include "base/result.h"
#include "intake/document_kind.h"
#include "records/case_file.h"

#include <optional>
#include <string>

namespace openimr::intake {

/// What a document is.
struct Classification {
  std::string kind = "unknown";   ///< id of a packs/documents page
  std::string title = "Unknown document";
  bool is_evidence = true;        ///< unknown documents count as evidence
  std::optional<Date> date;       ///< of service or writing; never a birth date, an injury date, a fax line or a print date
  std::string author;             ///< person or organization as read; empty when unknown
  int score = 0;                  ///< of the kind; kinds below their floor are not given
};

/// Looks at titles, phrases, labels and signature lines of the document's pages. Pure: same pages and kinds, same answer.
Classification classify(const records::Document& document, const DocumentKinds& kinds);

} // namespace openimr::intake
