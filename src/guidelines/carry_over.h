// Carry over: a page of a later edition that says "as the earlier one", with what differs written on it.
//
// The words of a guideline often stand through several editions. A page with `follows: mtus-2009/gabapentin` takes over
// what it does not state itself; its own guideline, days, confidence and doubts it always states. Page numbers are
// never taken over: they belong to the other edition's print.
#pragma once

#include "guidelines/topic.h"
#include "text/problem.h"

#include <vector>

namespace openimr::guidelines {

/// Fills in every page that follows another, through any number of editions. A page that is not there, or that follows
/// itself in the end, is a problem.
void carry_over(std::vector<Topic>& topics, text::Problems& problems);

/// Two pages of one id in force on the same day would both answer: a problem for each such pair.
void check_periods(const std::vector<Topic>& topics, text::Problems& problems);

} // namespace openimr::guidelines
