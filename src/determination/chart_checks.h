// Checks that look at the chart as a whole: where papers disagree, what an opinion's own summary leaves out, what it
// says and the file says otherwise, and which fields of a monitoring grid no page fills.
#pragma once

#include "determination/found_check.h"

#include <vector>

namespace openimr::determination {

/// In a fixed order: contradictions, omissions of the opinion's summary, contradicted statements, grids.
std::vector<FoundCheck> check_chart(const CheckInput& input);

} // namespace openimr::determination
