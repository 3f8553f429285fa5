// Pages and documents that came twice, and passages that were copied forward from report to report.
//
// A second copy. Page B repeats page A when every word of B stands on A in the same order, but for misreadings: a
// stretch of words replaced by one alike in its letters (allowed only when one of both pages was recognised from an
// image), or specks of up to three letters. A number, or a word that negates, that is not the same on both pages makes
// them different pages, however much else is equal: two visits of one template are never folded. A may say more (an
// addendum, words that the worse copy lost), up to two thirds more. Decided by exact alignment (Myers 1986) of every
// candidate pair; candidates share at least 4 of the 64 smallest hashes of their runs of four words. A pair of which a
// share e of words is misread keeps about (1-e)^4 of its runs: at e = 20% some 17 of 64 are shared, and fewer than 4
// with a probability below 1e-6. No pair is folded by its hashes alone.
//
// Copied forward. A word is copied when it lies in a run of 12 words that stood, equal but for confusable letters, in
// an earlier document of this patient (by date, then by file). Exact: every such run is found; hashes are 64 bits and
// runs are compared word by word.
#pragma once

#include "intake/page_cues.h"
#include "records/case_file.h"

#include <vector>

namespace openimr::intake {

/// Marks Page::same_as and Document::same_as. The copy that is kept is the better read one (text layer before OCR,
/// then confidence, then file order); pages with fewer than 20 words, unread pages and pages of other patients are left
/// alone, and evidence is never folded into what is no evidence. A document is a second copy when all its pages with
/// words repeat pages of one other document in order.
void mark_second_copies(std::vector<records::Document>& documents, const PageCues& cues, unsigned threads = 1);

/// Marks Page::copied on pages that are no second copies. The same for any number of threads.
void mark_copied_passages(std::vector<records::Document>& documents, const PageCues& cues, unsigned threads = 1);

} // namespace openimr::intake
