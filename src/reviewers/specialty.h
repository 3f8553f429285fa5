// Names of specialties as the pack writes them. Used by the screening of this room.
#pragma once

#include "jurisdictions/reviewer_rules.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::reviewers {

/// "family practice" -> "Family Medicine"; a name the pack does not know stays as it is.
std::string specialty_name(const jurisdictions::ReviewerRules& rules, std::string_view specialty);
/// Whether a specialty is in a list, whatever names both use.
bool is_specialty_in(const jurisdictions::ReviewerRules& rules, const std::vector<std::string>& list,
                     std::string_view specialty);

} // namespace openimr::reviewers
