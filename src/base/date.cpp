#include "base/date.h"

#include <array>
#include <fmt/format.h>

namespace openimr {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

/// Reads exactly text.size() digits; empty when any is not a digit.
std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

year_month_day civil(sys_days days) { return year_month_day(days); }

} // namespace

std::optional<Date> Date::from(int year, unsigned month, unsigned day) {
  if (year < 1600 || year > 2399) return std::nullopt;
  const year_month_day ymd{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!ymd.ok()) return std::nullopt;
  return Date(sys_days(ymd));
}

std::optional<Date> Date::parse_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return from(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

int Date::year() const { return static_cast<int>(civil(days_).year()); }
unsigned Date::month() const { return static_cast<unsigned>(civil(days_).month()); }
unsigned Date::day() const { return static_cast<unsigned>(civil(days_).day()); }

std::string Date::iso() const { return fmt::format("{:04}-{:02}-{:02}", year(), month(), day()); }
std::string Date::us() const { return fmt::format("{}/{}/{}", month(), day(), year()); }

std::string Date::long_us() const {
  static constexpr std::array names = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
  return fmt::format("{} {}, {}", names[month() - 1], day(), year());
}

std::optional<Instant> Instant::parse_iso(std::string_view text) {
  if (text.size() < 17 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return std::nullopt;
  const auto date = Date::parse_iso(text.substr(0, 10));
  const auto hour = digits(text.substr(11, 2));
  const auto minute = digits(text.substr(14, 2));
  if (!date || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::string_view rest = text.substr(16);
  int second = 0;
  if (rest.size() >= 3 && rest[0] == ':') {
    const auto parsed = digits(rest.substr(1, 2));
    if (!parsed || *parsed > 59) return std::nullopt;
    second = *parsed;
    rest.remove_prefix(3);
  }
  int offset = 0;
  if (rest != "Z") {
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return std::nullopt;
    const auto hours = digits(rest.substr(1, 2));
    const auto minutes = digits(rest.substr(4, 2));
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    offset = (*hours * 60 + *minutes) * (rest[0] == '-' ? -1 : 1);
  }
  Instant instant;
  instant.offset_minutes = offset;
  instant.utc_seconds = date->days().time_since_epoch().count() * std::int64_t{86400} + *hour * 3600 + *minute * 60 +
                        second - std::int64_t{offset} * 60;
  instant.written = std::string(text);
  return instant;
}

Date Instant::local_date() const {
  const std::chrono::seconds local(utc_seconds + std::int64_t{offset_minutes} * 60);
  return Date(std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(local)));
}

int age_on(Date birth, Date day) {
  int years = day.year() - birth.year();
  if (std::pair(day.month(), day.day()) < std::pair(birth.month(), birth.day())) --years;
  return years;
}

} // namespace openimr
