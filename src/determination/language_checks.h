// Checks of language: what a decision may not rest on, who it may be read by, and whether it was said before.
#pragma once

#include "determination/boilerplate.h"
#include "determination/found_check.h"

#include <vector>

namespace openimr::determination {

/// Traits of Labor Code 4610.6(h)(4) that stand as a reason in the UR decision or an opinion.
std::vector<FoundCheck> find_protected_traits(const CheckInput& input);

/// Rationales that ask for more school than the policy allows: the reviewer's words, else the draft's.
std::vector<FoundCheck> find_hard_words(const CheckInput& input);

/// The index of every item's rationale against the earlier letters; empty without any.
std::vector<BoilerplateIndex> boilerplate_of(const CheckInput& input);
/// Those at or above the policy's share.
std::vector<FoundCheck> find_boilerplate(const CheckInput& input);

} // namespace openimr::determination
