// Course: when a drug was in use, and whether a request starts it or carries it on.
#pragma once

#include "base/date.h"
#include "clinical/vocabulary.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// What the chart says about use of a drug before a date.
struct UseBefore {
  bool was_used = false;          ///< in use before: the request continues it
  std::optional<Date> first;      ///< first mention as used (a stated start date counts)
  std::optional<Date> last;       ///< last mention as used
  double weeks = 0;               ///< from first use to the date
  std::vector<std::string> facts; ///< ids of the facts that show it
  std::string reason;             ///< plain sentence
};

/// Was the drug in use before the date? `generic` is a chart name or an ingredient ("morphine", "ketamine"); `route`
/// narrows ("topical" against "oral"; empty takes any). A request, prescription or start in the plan of the same date
/// is no use; a current medication of an earlier note, or words such as "continues", "refill", "has been using", are.
UseBefore was_used_before(const Vocabulary& vocabulary, const records::Chart& chart, std::string_view generic,
                          std::string_view route, Date before);

} // namespace openimr::clinical
