// Calendar: which days are open, by dated holiday rules (packs/jurisdictions/<id>/calendars.yaml). Covers 1995 to 2040.
//
//   const Calendar* judicial = jurisdiction.calendar("judicial");
//   judicial->is_open(day);            // no Saturday, Sunday or holiday of this calendar
//   judicial->why_closed(day)->name;   // "Lincoln Day"
#pragma once

#include "jurisdictions/in_force.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace openimr::jurisdictions {

/// How a holiday finds its day in a year.
struct HolidayRule {
  enum class Kind {
    Fixed,       ///< month and day
    NthWeekday,  ///< the nth weekday of a month
    LastWeekday, ///< the last weekday of a month
    DayAfter,    ///< some days after the nth weekday of a month
    Once,        ///< one day of one year (proclaimed days)
  };
  std::string name;
  Kind kind = Kind::Fixed;
  unsigned month = 1, day = 1;
  unsigned nth = 1; ///< 1 to 5
  std::chrono::weekday weekday{};
  int days_after = 0;
  std::optional<Date> once;
  bool sunday_to_monday = false;         ///< a Sunday holiday is kept on Monday
  bool saturday_to_friday = false;       ///< a Saturday holiday is kept on Friday
  std::optional<int> from_year, to_year; ///< years it exists, both included
  Citation citation;
};

/// One day that a calendar is closed for a holiday.
struct Holiday {
  Date day; ///< the day kept
  std::string name;
  Date proper_day; ///< before a move from Sunday or Saturday
  Citation citation;
};

/// The first and last year that calendars answer for.
inline constexpr int first_calendar_year = 1995;
inline constexpr int last_calendar_year = 2040;

/// Open and closed days of one office or court.
class Calendar {
public:
  Calendar() = default;
  Calendar(std::string id, std::string title, Citation citation, std::array<bool, 7> closed_weekdays,
           const std::vector<HolidayRule>& rules);

  const std::string& id() const { return id_; }
  const std::string& title() const { return title_; }
  const Citation& citation() const { return citation_; }

  bool is_open(Date day) const;
  /// The weekday rule or holiday that closes this day; empty when it is open.
  std::optional<Holiday> why_closed(Date day) const;
  /// The first open day on or after this one.
  Date next_open(Date day) const;
  /// The day reached by counting open days after this one; count is 0 or more. The given day itself is not counted.
  Date add_open_days(Date day, int count) const;
  /// Holidays kept in a year in order of day (also those kept on a closed weekday); empty outside 1995 to 2040.
  std::vector<Holiday> holidays(int year) const;
  /// Whether the calendar answers for this day.
  static bool covers(Date day) { return first_calendar_year <= day.year() && day.year() <= last_calendar_year; }

private:
  std::string id_, title_;
  Citation citation_;
  std::array<bool, 7> closed_weekdays_{}; ///< Sunday first
  std::vector<Holiday> holidays_;         ///< of all years, by day
};

} // namespace openimr::jurisdictions
