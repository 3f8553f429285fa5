// Reports that a page names by title or author and by day, month or month without a year.
#pragma once

#include "intake/completeness_rules.h"
#include "records/case_file.h"
#include "records/chart.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// A time as a page tells it: a day, or all days of a month.
struct CitedTime {
  Date first, last;
  std::size_t begin = 0, end = 0; ///< in the text
  bool is_month() const { return first != last; }
};

/// Days, months with a year ("March 2014", "3/2014"), and months without one behind "from", "of", "in" or "dated",
/// which are taken as the last one before `told_on`. In order of place, none inside another.
std::vector<CitedTime> times_in(std::string_view text, std::optional<Date> told_on);

/// A report as another paper names it.
struct ReportCitation {
  std::string kind, title; ///< kind is empty for a report known by its author only
  std::string region;      ///< of the body; empty when not told
  std::string author;      ///< last name; empty when not told
  CitedTime time;
  records::Evidence evidence;
};

/// What one page cites, in order of place. A paper cannot cite what comes after it.
std::vector<ReportCitation> citations_on(const records::Document& document, const records::Page& page,
                                         const CompletenessRules& rules);

} // namespace openimr::intake
