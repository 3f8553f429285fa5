// Who would be told by an opinion's own words: the reviewer, and numbers and places of persons.
#pragma once

#include "base/result.h"
#include "determination/checks.h"
#include "reviewers/roster.h"

#include <string>
#include <vector>

namespace openimr::desk {

/// Findings `identity_leak` (a reviewer's family name, initials, nickname or a slip of the pen: Labor Code 4610.6(f))
/// and `personal_data` (social security, licence and telephone numbers, mail and street addresses), one for each place in
/// the words, reasons and summary of the opinions. Full names of the roster are `check_identity`'s.
Result<std::vector<determination::ScreeningFinding>>
identities_in_words(const std::vector<const records::Opinion*>& opinions, const reviewers::Roster& roster,
                    const std::string& packs_folder);

} // namespace openimr::desk
