#include "desk/moment.h"

#include <chrono>
#include <fmt/format.h>

namespace openimr::desk {

std::string utc_text(std::int64_t utc_seconds) {
  const std::chrono::sys_seconds at{std::chrono::seconds(utc_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", Date(day).iso(), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

Moment moment_now(const jurisdictions::Jurisdiction& law) {
  Instant now;
  now.utc_seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return {utc_text(now.utc_seconds), law.local_date(now)};
}

} // namespace openimr::desk
