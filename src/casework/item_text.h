// What the words of a disputed item show by themselves. Used by the screening of this room.
#pragma once

#include "jurisdictions/eligibility_rules.h"

#include <string>
#include <string_view>

namespace openimr::casework {

/// The pack's word that shows the item is a drug; empty when there is none.
std::string drug_sign(const jurisdictions::EligibilityRules& rules, std::string_view text);

} // namespace openimr::casework
