// Open checks: what every door asks before an opinion is signed, in the same words.
#pragma once

#include "desk/review_case.h"

#include <string>
#include <vector>

namespace openimr::desk {

/// The blocking checks that nobody has answered in writing.
std::vector<determination::Check> open_checks(const Review& review);

/// Why nothing is signed while they are open; with_them: how to sign nevertheless. Nothing is issued before they are
/// closed, also of an opinion that was signed with them.
Error open_checks_refusal(const std::string& place, std::size_t count, const std::string& with_them);

/// "check c3 (false_absence) is open: …"
std::string told(const determination::Check& open);

} // namespace openimr::desk
