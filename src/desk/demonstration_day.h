// A clock that stands on one day: for demonstrations, whose cases are of the past. The time of day runs.
#pragma once

#include "base/date.h"
#include "jurisdictions/jurisdiction.h"

#include <functional>

namespace openimr::desk {

/// The moment of `real` moved to the day on the calendar of the law's zone, whatever summer time does to its hours.
Instant on_day(Instant real, Date day, const jurisdictions::Jurisdiction& law);

/// Asks for the real time at each call. The law must outlive the clock.
std::function<Instant()> clock_of(Date day, const jurisdictions::Jurisdiction& law);

} // namespace openimr::desk
