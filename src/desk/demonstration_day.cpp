#include "desk/demonstration_day.h"

#include "desk/case_acts.h"

namespace openimr::desk {

Instant on_day(Instant real, Date day, const jurisdictions::Jurisdiction& law) {
  constexpr std::int64_t hour = 3600, whole_day = 24 * hour;
  Instant moved;
  moved.utc_seconds = real.utc_seconds + whole_day * day.days_since(law.local_date(real));
  // Between the two days the clocks may have been changed: an hour beside midnight falls out of the day.
  if (law.local_date(moved) < day) moved.utc_seconds += hour;
  if (day < law.local_date(moved)) moved.utc_seconds -= hour;
  return moved;
}

std::function<Instant()> clock_of(Date day, const jurisdictions::Jurisdiction& law) {
  return [day, &law] { return on_day(now(), day, law); };
}

} // namespace openimr::desk
