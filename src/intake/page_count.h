// "Page 2 of 5": how a page counts itself.
#pragma once

#include "intake/page_cues.h"
#include "intake/words_on_page.h"

namespace openimr::intake {

/// The count at a page's head or foot; 0 where it does not count.
struct PageCount {
  int page = 0, total = 0;

  bool is_set() const { return page > 0; }
  /// Whether this is the page after the other by their counts.
  bool goes_on_from(const PageCount& other) const {
    return is_set() && other.is_set() && page == other.page + 1 &&
           (total == 0 || other.total == 0 || total == other.total);
  }
};

/// The count of the sheet's own document: "page 2 of 5", "pg 2/5", "2 of 5", "- 2 -", "Page 2" in the first or last
/// four lines, lines of fax machines apart. Of several the one with the smallest total: stamps of whole files count
/// further.
PageCount page_count_on(const Lines& lines, const PageCues& cues);

/// The page number that a fax machine printed; 0 when there is none.
int fax_count_on(const Lines& lines, const PageCues& cues);

} // namespace openimr::intake
