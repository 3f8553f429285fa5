// What a reviewer's own papers allow on a day: licence, board, practice, sanctions, QME, specialty, leave and capacity.
// Used by the screening of this room.
#pragma once

#include "reviewers/screening.h"

#include <string>
#include <vector>

namespace openimr::reviewers {

struct Standing {
  std::vector<Exclusion> faults;    ///< each forbids the review
  std::vector<std::string> reasons; ///< what speaks for the reviewer, and remarks
  bool is_preferred = false;        ///< licensed in the preferred state
  Fit fit = Fit::Unknown;
};

/// The last day on which a verification counts; empty when none is on file or the pack sets no limit.
std::optional<Date> verified_until(const jurisdictions::ReviewerRules& rules, const Verification& verified, Date as_of);

Standing judge_standing(const jurisdictions::ReviewerRules& rules, const Reviewer& reviewer,
                        const std::vector<ItemNeed>& needs, Date as_of);

} // namespace openimr::reviewers
