// classify(): which kind of document this is, when it was written and by whom, from the pages of packs/documents/ and
// packs/pages/cues.yaml. Every answer comes with the words that gave it.
#pragma once

#include "base/result.h"
#include "intake/document_kind.h"
#include "intake/words_on_page.h"
#include "records/case_file.h"

#include <optional>
#include <span>
#include <string>

namespace openimr::intake {

/// What a document is. Unknown is a value: what nothing speaks for stays empty.
struct Classification {
  std::string kind = "unknown"; ///< id of a packs/documents page
  std::string title = "Unknown document";
  bool is_evidence = true;  ///< unknown documents count as evidence
  std::optional<Date> date; ///< of service or writing; never a birth date, an injury date, a fax line or a print date
  std::string author;       ///< person or organization as read; empty when unknown
  int score = 0;            ///< of the kind; kinds below their floor are not given
  int confidence = 0; ///< 0 to 100: the kind's share of the score beside the next best kind and a floor of 6 points
  std::vector<records::Cue> cues; ///< what decided, heaviest first; Cue::page is the index of the page + 1
  std::string facility;           ///< letterhead, or what a label names
  std::optional<Date> service_date, written_date; ///< each only where the paper says it
};

/// Looks at titles, phrases, labels and signature lines of the document's pages. Pure: same pages and kinds, same
/// answer. With `told` the kind is given and only date and author are looked for.
Classification classify(const records::Document& document, const DocumentKinds& kinds,
                        const DocumentKind* told = nullptr);
/// The same from the lines of its pages.
Classification classify(std::span<const Lines* const> pages, const DocumentKinds& kinds,
                        const DocumentKind* told = nullptr);

/// The heading of one page, as the first page of a document has it.
struct PageHeading {
  const DocumentKind* kind = nullptr; ///< null when the page has none
  std::size_t line = 0;               ///< of the heading, from 0
  int score = 0;                      ///< of the kind on this page alone
  std::optional<Date> date;           ///< at one of the kind's labels on this page
};
PageHeading heading_of(const Lines& page, const DocumentKinds& kinds);

} // namespace openimr::intake
