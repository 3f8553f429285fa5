// The opinions of a case's reviewers beside each other. The reviewers of a panel judge apart: each sees the others'
// once the own one is signed; everybody else who may read papers sees those that are signed (Labor Code 4610.6(c),
// (e)).
#pragma once

#include "desk/office.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct PanelSeat {
  int seat = 1;         ///< in the order in which they were proposed, from 1
  std::string reviewer; ///< id; empty where the caller is another reviewer of the panel
  bool is_own = false, has_signed = false;
  std::optional<Date> attested_on;
  std::optional<Date> opined_on; ///< signed then; of a panel it counts once the last seat has signed
  std::string opinion;           ///< opinion.yaml; empty when it may not be seen yet, or there is none
};

/// Every seat of this round. The look is a row of the log.
Result<std::vector<PanelSeat>> panel_opinions(Office& office, const Caller& caller, const std::string& number);

} // namespace openimr::desk
