// Statistics of a library of published decisions, and the figures of the programme that the casework store knows: what
// the regulator's annual report counts.
#pragma once

#include "base/result.h"
#include "corpus/statistics.h"
#include "desk/case_acts.h"
#include "desk/search_decisions.h"
#include "letters/letter.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct StatisticsRequest {
  std::string library, query; ///< query: only decisions that match; empty: all
  std::optional<int> year;
  corpus::TableOptions options;
};

/// Error when the library cannot be read or the query is none.
Result<corpus::StatisticsTable> corpus_statistics(const StatisticsRequest& request, const Installation& installation);

/// Every decision of a request, one by one, without its text.
Result<Done> each_decision(const std::string& library, const std::string& query, const Installation& installation,
                           const std::function<bool(const corpus::LibraryDecision&)>& act);

/// What happened to the applications that came in within a year.
struct ProgrammeFigures {
  std::size_t applications = 0; ///< received in the year, all
  std::size_t unique = 0;       ///< without duplicates and those joined to another
  std::size_t eligible = 0, ineligible = 0, withdrawn = 0, terminated = 0, deferred = 0, open = 0;
  std::map<std::string, std::size_t> ineligible_by_reason; ///< code -> items
  std::size_t letters = 0;                                 ///< mailed, of these applications
  std::size_t late = 0;                                    ///< of them
  corpus::Ageing from_assignment;                          ///< mailing of the assignment notice to that of the letter
  corpus::Ageing from_records;                             ///< complete records to the mailing of the letter
  std::size_t appealed = 0, remanded = 0;
  std::size_t complaints = 0, complaints_open = 0, complaints_founded = 0; ///< about these applications
  /// Items decided, by the physician who asked for them: the most active hundredth and tenth of the physicians, each
  /// at least one, and their items.
  std::size_t providers = 0, provider_items = 0, top_hundredth = 0, top_hundredth_items = 0, top_tenth = 0,
              top_tenth_items = 0;
};

/// Error when the store cannot be read.
Result<ProgrammeFigures> programme_figures(store::Store& store, CaseActs& acts, int year);

/// The annual report as a letter: every figure that the regulator's report has and that library and store can give;
/// what they cannot is named. programme: empty where there is no store.
Result<letters::Letter> annual_report(const std::string& library, int year, std::size_t smallest_cell,
                                      const std::optional<ProgrammeFigures>& programme,
                                      const Installation& installation);

} // namespace openimr::desk
