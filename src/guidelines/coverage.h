// Coverage: how much of each pack was verified, rests on published decisions, or is doubtful, counted page by page.
#pragma once

#include "guidelines/library.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// Counts of pages, and of the facts on them: criteria, limits and exceptions.
struct Count {
  int topics = 0, facts = 0;
};

struct Coverage {
  std::string pack, title;
  Count all, verified, seed_backed, partly_seen, from_memory; ///< by basis: seen, seed, seen_partly, memory
  Count low_confidence, with_doubts;
  int doubts = 0; ///< written down, all pages together
  int examples = 0;
  int taken_over = 0;                                                        ///< pages that follow an earlier edition's
  std::map<std::string, std::map<std::string, int>> by_basis_and_confidence; ///< basis -> level -> pages
};

/// One row a pack, in pack order; with a day only the pages in force on it.
std::vector<Coverage> coverage(const Library& library, std::optional<Date> as_of = std::nullopt);

} // namespace openimr::guidelines
