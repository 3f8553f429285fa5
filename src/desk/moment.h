// Moment: what time it is now, asked once at the desk and handed down.
#pragma once

#include "base/date.h"
#include "jurisdictions/jurisdiction.h"

#include <string>

namespace openimr::desk {

/// Now, in UTC and on the calendar by which things are due.
struct Moment {
  std::string utc; ///< "2026-04-01T17:02:11Z"
  Date local_date; ///< of the jurisdiction's time zone
};
Moment moment_now(const jurisdictions::Jurisdiction& law);

/// "2026-04-01T17:02:11Z".
std::string utc_text(std::int64_t utc_seconds);

} // namespace openimr::desk
