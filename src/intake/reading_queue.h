// The pages that a person has to look at: handwriting, ink without words, pages below the floor of quality. Until
// somebody types or confirms what they say (intake/typed_pages_file.h) they count as unread in every search for
// absence.
#pragma once

#include "intake/page_cues.h"
#include "records/case_file.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// Why a page that has words should be read by a person too; empty when it need not. By the confidence of its
/// recognised words: a mean below 60, more than three in ten words below 50, few words that are unsure, or three
/// neighbouring lines of which no word was read with confidence (handwriting in a form), or a passage of such words on
/// a page that is well read otherwise; or by strokes that gave no word, but for a signature beside words that ask for
/// one or behind a physician's name. Text layers and typed pages give no doubt.
std::string doubt_of(const records::Page& page, const PageCues& cues);

/// A page of the queue.
struct PageForPerson {
  std::string document, file;
  int page = 1;
  std::string reason;
  int confidence = 0;
  std::size_t words = 0;
  bool is_unread = false; ///< nothing of it is used; else what was read is used, and the page still counts as unread
};

/// In order of file and page; pages of other patients and second copies of readable pages are left out.
std::vector<PageForPerson> reading_queue(const std::vector<records::Document>& documents);

} // namespace openimr::intake
