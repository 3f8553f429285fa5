// What the words of an opinion conclude, and on what: held against its decision, the item that was asked, and the scope
// of medical review.
#pragma once

#include "determination/found_check.h"

#include <vector>

namespace openimr::determination {

/// decision_contradicted: the words conclude the opposite of the decision, and nowhere what was decided
/// (Labor Code 4610.6(e)).
std::vector<FoundCheck> find_contrary_conclusions(const CheckInput& input);

/// out_of_scope: liability, causation, lateness or cost as a ground (Labor Code 4610.6(a)).
std::vector<FoundCheck> find_grounds_out_of_scope(const CheckInput& input);

/// item_mismatch: the words decide on another drug, another number of units or another form than was asked.
std::vector<FoundCheck> find_other_items_decided(const CheckInput& input);

} // namespace openimr::determination
