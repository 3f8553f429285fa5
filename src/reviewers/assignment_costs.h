// What a choice costs: packs/assignment/costs.yaml, a policy of the organization.
#pragma once

#include "base/result.h"
#include "reviewers/screening.h"

#include <cstdint>
#include <optional>
#include <string>

namespace openimr::reviewers {

struct AssignmentCosts {
  std::int64_t same = 0, similar = 300, unknown = 600, outside_preferred_state = 200, late_day = 100,
               late_days_most = 30, uneven_load = 400;
  double unknown_turnaround_days = 7;

  /// Cost of giving the case to this reviewer; days_left until it is due, empty when no due date is known.
  std::int64_t of(const SlateEntry& entry, const Reviewer& reviewer, std::optional<int> days_left) const;
};

/// Every cost from 0 to 100,000.
Result<AssignmentCosts> load_assignment_costs(const std::string& packs_folder);

} // namespace openimr::reviewers
