// Date: a calendar day without a clock; Instant: a moment as it was written, with its local day.
// Nothing here asks what time it is: dates are handed in.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace openimr {

/// A day of the Gregorian calendar, 1600-01-01 to 2399-12-31.
class Date {
public:
  Date() = default;
  explicit Date(std::chrono::sys_days days) : days_(days) {}

  /// Reads "2015-01-16" exactly; empty for anything else, also for days that do not exist.
  static std::optional<Date> parse_iso(std::string_view text);
  /// Empty when there is no such day.
  static std::optional<Date> from(int year, unsigned month, unsigned day);

  std::string iso() const;     ///< "2015-01-16"
  std::string us() const;      ///< "1/16/2015", as American letters print it
  std::string long_us() const; ///< "January 16, 2015"
  int year() const;
  unsigned month() const; ///< 1 to 12
  unsigned day() const;   ///< 1 to 31
  std::chrono::weekday weekday() const { return std::chrono::weekday(days_); }
  std::chrono::sys_days days() const { return days_; }

  Date plus_days(int count) const { return Date(days_ + std::chrono::days(count)); }
  /// Days from other to this; negative when other is later.
  int days_since(Date other) const { return static_cast<int>((days_ - other.days_).count()); }
  auto operator<=>(const Date&) const = default;

private:
  std::chrono::sys_days days_{};
};

/// A moment: UTC seconds, and the day and offset that its writer saw.
struct Instant {
  std::int64_t utc_seconds = 0; ///< since 1970-01-01T00:00:00Z
  int offset_minutes = 0;       ///< of the written local time, e.g. -480
  std::string written;          ///< the text it was read from

  /// Reads "2015-01-16T10:02:00-08:00" (seconds may be missing, "Z" allowed); empty for anything else.
  static std::optional<Instant> parse_iso(std::string_view text);
  /// The day on the writer's own calendar.
  Date local_date() const;
};

/// Whole years from birth to day; the age a letter prints.
int age_on(Date birth, Date day);

} // namespace openimr
