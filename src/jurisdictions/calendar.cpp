#include "jurisdictions/calendar.h"

#include <algorithm>
#include <cassert>

namespace openimr::jurisdictions {
namespace {

using std::chrono::sys_days;
using std::chrono::weekday;

Date from(std::chrono::year_month_weekday day) { return Date(sys_days(day)); }
Date from(std::chrono::year_month_weekday_last day) { return Date(sys_days(day)); }

/// The day a rule names in a year before any move; empty when there is none (29 February, a fifth Monday).
std::optional<Date> proper_day(const HolidayRule& rule, int year) {
  const std::chrono::year_month month(std::chrono::year(year), std::chrono::month(rule.month));
  switch (rule.kind) {
  case HolidayRule::Kind::Fixed:
    return Date::from(year, rule.month, rule.day);
  case HolidayRule::Kind::NthWeekday:
  case HolidayRule::Kind::DayAfter: {
    const std::chrono::year_month_weekday day = month / rule.weekday[rule.nth];
    if (!day.ok()) return std::nullopt;
    return from(day).plus_days(rule.kind == HolidayRule::Kind::DayAfter ? rule.days_after : 0);
  }
  case HolidayRule::Kind::LastWeekday:
    return from(month / rule.weekday[std::chrono::last]);
  case HolidayRule::Kind::Once:
    return rule.once && rule.once->year() == year ? rule.once : std::nullopt;
  }
  return std::nullopt;
}

/// Moves a Sunday to Monday and a Saturday to Friday where the rule says so.
Date kept_day(const HolidayRule& rule, Date day) {
  if (rule.sunday_to_monday && day.weekday() == std::chrono::Sunday) return day.plus_days(1);
  if (rule.saturday_to_friday && day.weekday() == std::chrono::Saturday) return day.plus_days(-1);
  return day;
}

bool exists_in(const HolidayRule& rule, int year) {
  return (!rule.from_year || *rule.from_year <= year) && (!rule.to_year || year <= *rule.to_year);
}

} // namespace

Calendar::Calendar(std::string id, std::string title, Citation citation, std::array<bool, 7> closed_weekdays,
                   const std::vector<HolidayRule>& rules)
    : id_(std::move(id)), title_(std::move(title)), citation_(std::move(citation)), closed_weekdays_(closed_weekdays) {
  assert(std::count(closed_weekdays.begin(), closed_weekdays.end(), true) < 7 && "a calendar must open some day");
  // One year more on both sides, since a move can cross the new year.
  for (int year = first_calendar_year - 1; year <= last_calendar_year + 1; ++year)
    for (const HolidayRule& rule : rules)
      if (exists_in(rule, year))
        if (const auto day = proper_day(rule, year))
          holidays_.push_back({kept_day(rule, *day), rule.name, *day, rule.citation});
  std::stable_sort(holidays_.begin(), holidays_.end(),
                   [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
}

std::optional<Holiday> Calendar::why_closed(Date day) const {
  const auto at =
      std::lower_bound(holidays_.begin(), holidays_.end(), day, [](const Holiday& h, Date d) { return h.day < d; });
  if (at != holidays_.end() && at->day == day) return *at;
  static constexpr const char* names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  const unsigned weekday = day.weekday().c_encoding();
  if (closed_weekdays_[weekday]) return Holiday{day, names[weekday], day, citation_};
  return std::nullopt;
}

bool Calendar::is_open(Date day) const {
  if (closed_weekdays_[day.weekday().c_encoding()]) return false;
  return !std::binary_search(holidays_.begin(), holidays_.end(), Holiday{day, "", day, {}},
                             [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
}

Date Calendar::next_open(Date day) const {
  while (!is_open(day)) day = day.plus_days(1);
  return day;
}

Date Calendar::add_open_days(Date day, int count) const {
  while (count > 0) {
    day = day.plus_days(1);
    if (is_open(day)) --count;
  }
  return day;
}

std::vector<Holiday> Calendar::holidays(int year) const {
  std::vector<Holiday> result;
  if (year < first_calendar_year || year > last_calendar_year) return result;
  for (const Holiday& holiday : holidays_)
    if (holiday.day.year() == year) result.push_back(holiday);
  return result;
}

} // namespace openimr::jurisdictions
