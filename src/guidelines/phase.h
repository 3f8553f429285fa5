// Initial or continued: where the record leaves it open, the request says so and is evaluated both ways.
#pragma once

#include "guidelines/request.h"

namespace openimr::guidelines {

/// Sets phase_reason, and phase_is_unsure when the words of the request speak of carrying on and the record shows no
/// earlier use, or when earlier use is only possible, or told by the utilization review alone. The phase itself stays.
void explain_phase(Request& request, const records::Chart& chart, Date request_day);

} // namespace openimr::guidelines
