// calendars.yaml, service.yaml, clocks.yaml and worked_dates.yaml.
#include "jurisdictions/pack_reading.h"

#include <set>

namespace openimr::jurisdictions {
namespace {

using text::Value;

std::vector<std::string> calendar_ids(const Jurisdiction& law) {
  std::vector<std::string> ids;
  for (const auto& [id, calendar] : law.calendars) ids.push_back(id);
  return ids;
}

std::chrono::weekday read_weekday(const Value& value) {
  static const std::vector<std::string> names = {"sunday",   "monday", "tuesday", "wednesday",
                                                 "thursday", "friday", "saturday"};
  const std::string word = read_word(value, names);
  const auto at = std::find(names.begin(), names.end(), word);
  return std::chrono::weekday(at == names.end() ? 0 : static_cast<unsigned>(at - names.begin()));
}

unsigned read_number(const Value& value, int low, int high) {
  const int number = value.integer(low);
  if (number >= low && number <= high) return static_cast<unsigned>(number);
  value.problem(std::to_string(number), fmt::format("a number from {} to {}", low, high), "correct it");
  return static_cast<unsigned>(low);
}

void read_weekday_of_month(const Value& row, HolidayRule& rule, bool has_nth) {
  if (has_nth) rule.nth = read_number(row.required("nth"), 1, 5);
  rule.weekday = read_weekday(row.required("weekday"));
  rule.month = read_number(row.required("month"), 1, 12);
}

/// Exactly one of the kinds must be there.
void read_holiday_kind(const Value& row, HolidayRule& rule) {
  int kinds = 0;
  if (const Value fixed = row["fixed"]; fixed.is_present()) {
    ++kinds;
    fixed.only({"month", "day"});
    rule.month = read_number(fixed.required("month"), 1, 12);
    rule.day = read_number(fixed.required("day"), 1, 31);
    if (!Date::from(2000, rule.month, rule.day))
      fixed.problem(fmt::format("month {}, day {}", rule.month, rule.day), "a day that exists", "correct month or day");
  }
  if (const Value nth = row["nth_weekday"]; nth.is_present()) {
    ++kinds;
    nth.only({"nth", "weekday", "month"});
    rule.kind = HolidayRule::Kind::NthWeekday;
    read_weekday_of_month(nth, rule, true);
  }
  if (const Value last = row["last_weekday"]; last.is_present()) {
    ++kinds;
    last.only({"weekday", "month"});
    rule.kind = HolidayRule::Kind::LastWeekday;
    read_weekday_of_month(last, rule, false);
  }
  if (const Value after = row["day_after"]; after.is_present()) {
    ++kinds;
    after.only({"nth", "weekday", "month", "days"});
    rule.kind = HolidayRule::Kind::DayAfter;
    read_weekday_of_month(after, rule, true);
    rule.days_after = static_cast<int>(read_number(after.required("days"), 1, 6));
  }
  if (const Value once = row["once"]; once.is_present()) {
    ++kinds;
    rule.kind = HolidayRule::Kind::Once;
    rule.once = once.date();
  }
  if (kinds != 1)
    row.problem(fmt::format("{} kinds of day", kinds), "one of fixed, nth_weekday, last_weekday, day_after, once",
                "keep exactly one");
}

HolidayRule read_holiday(const Value& row) {
  row.only({"name", "fixed", "nth_weekday", "last_weekday", "day_after", "once", "sunday_to_monday",
            "saturday_to_friday", "from_year", "to_year", "citation", "verified", "note"});
  HolidayRule rule;
  rule.name = row.required("name").string();
  read_holiday_kind(row, rule);
  rule.sunday_to_monday = row["sunday_to_monday"].boolean();
  rule.saturday_to_friday = row["saturday_to_friday"].boolean();
  if (row["from_year"].is_present()) rule.from_year = static_cast<int>(read_number(row["from_year"], 1600, 2399));
  if (row["to_year"].is_present()) rule.to_year = static_cast<int>(read_number(row["to_year"], 1600, 2399));
  if (rule.from_year && rule.to_year && *rule.to_year < *rule.from_year)
    row["to_year"].problem(std::to_string(*rule.to_year), fmt::format("a year from {}", *rule.from_year),
                           "swap or correct the years");
  rule.citation = read_citation(row);
  return rule;
}

std::array<bool, 7> read_closed_weekdays(const Value& list) {
  std::array<bool, 7> closed{};
  for (const Value& day : list.list()) closed[read_weekday(day).c_encoding()] = true;
  if (std::count(closed.begin(), closed.end(), true) == 7) {
    list.problem("all seven weekdays", "a calendar that opens some day", "remove one");
    closed[1] = false;
  }
  return closed;
}

/// Names a calendar that exists, or nothing.
std::string read_calendar_name(const Value& value, const Jurisdiction& law) {
  return read_word(value, calendar_ids(law));
}

void check_calendar(const Value& row, const Period& period, const Jurisdiction& law) {
  if (period.unit == TimeUnit::OpenDays && !law.calendar(period.calendar))
    row.required("unit").problem(fmt::format("days of the calendar \"{}\"", period.calendar),
                                 "a calendar of calendars.yaml", "add it there");
}

SideLimit read_side_limit(const Value& row, const Jurisdiction& law, const std::vector<std::string>& events) {
  row.only({"counts_from", "amount", "unit", "calendar", "month_end", "citation", "verified", "note"});
  SideLimit limit{read_word(row["counts_from"], events), read_period(row), read_citation(row)};
  check_calendar(row, limit.period, law);
  return limit;
}

Clock read_clock(const Value& row, const Jurisdiction& law, const std::vector<std::string>& events) {
  Clock clock;
  clock.period = read_period(row);
  check_calendar(row, clock.period, law);
  for (const Value& named : row["by_service"].list()) {
    named.only({"by", "amount", "unit", "calendar"});
    const std::string by = named.required("by").one_of({"mail", "personal", "fax", "overnight", "electronic"});
    clock.by_service[by] = read_period(named);
    check_calendar(named, clock.by_service[by], law);
  }
  clock.roll_calendar = read_calendar_name(row["roll"], law);
  std::vector<std::string> tables;
  for (const auto& [id, rows] : law.service) tables.push_back(id);
  clock.service_table = read_word(row["service"], tables);
  for (const Value& limit : row["earlier_of"].list()) clock.earlier_of.push_back(read_side_limit(limit, law, events));
  for (const Value& limit : row["later_of"].list()) clock.later_of.push_back(read_side_limit(limit, law, events));
  if (const Value extension = row["extension"]; extension.is_present()) {
    extension.only({"most_days", "citation"});
    clock.extension_most_days = static_cast<int>(read_number(extension.required("most_days"), 1, 365));
    clock.extension_citation = extension.required("citation").string();
  }
  return clock;
}

ClockRule read_clock_rule(const Value& row, const Jurisdiction& law, const std::vector<std::string>& events) {
  row.only({"id", "title", "counts_from", "served_by", "stage", "tracks", "versions"});
  ClockRule rule;
  rule.id = row.required("id").string();
  rule.title = row.required("title").string();
  for (const Value& event : row.required("counts_from").list()) rule.counts_from.push_back(read_word(event, events));
  if (rule.counts_from.empty())
    row["counts_from"].problem("an empty list", "at least one event", "name the event that starts the clock");
  rule.served_by = row["served_by"].one_of({"mail", "personal", "fax", "overnight", "electronic"});
  rule.stage = row.required("stage").one_of({"upstream", "filing", "screening", "review", "decided"}, "review");
  for (const Value& track : row["tracks"].list())
    rule.tracks.push_back(track.one_of({"regular", "formulary", "expedited", "liability"}));
  for (const Value& version : row.required("versions").list()) {
    version.only({"amount", "unit", "calendar", "month_end", "by_service", "roll", "service", "earlier_of", "later_of",
                  "extension", "from", "to", "citation", "verified", "note"});
    add_version(rule.clocks, read_in_force(version, read_clock(version, law, events)), version);
  }
  return rule;
}

} // namespace

void read_calendars(const Value& root, Jurisdiction& law) {
  root.only({"schema", "calendars"});
  for (const Value& row : root.required("calendars").list()) {
    row.only({"id", "title", "closed_on", "holidays", "citation", "verified", "note"});
    const std::string id = row.required("id").string();
    std::vector<HolidayRule> rules;
    for (const Value& holiday : row["holidays"].list()) rules.push_back(read_holiday(holiday));
    const auto closed = read_closed_weekdays(row["closed_on"]);
    if (law.calendars.contains(id))
      row["id"].problem(fmt::format("the id \"{}\" twice", id), "every calendar once", "rename or remove one");
    law.calendars.emplace(id, Calendar(id, row.required("title").string(), read_citation(row), closed, rules));
  }
}

void read_service(const Value& root, Jurisdiction& law) {
  root.only({"schema", "tables"});
  for (const Value& table : root.required("tables").list()) {
    table.only({"id", "title", "rows"});
    auto& rows = law.service[table.required("id").string()];
    for (const Value& row : table.required("rows").list()) {
      row.only(
          {"by", "address", "amount", "unit", "calendar", "month_end", "from", "to", "citation", "verified", "note"});
      ServiceExtension extension;
      extension.by = row.required("by").one_of({"mail", "personal", "fax", "overnight", "electronic"});
      extension.to = row["address"].one_of({"in-state", "other-state", "abroad", "confidential-address"});
      extension.period = read_period(row);
      check_calendar(row, extension.period, law);
      // Versions of the same way and address stand in one Dated.
      const auto same = std::find_if(rows.begin(), rows.end(), [&](const ServiceTable& each) {
        return each.values.front().value.by == extension.by && each.values.front().value.to == extension.to;
      });
      auto& dated = same == rows.end() ? rows.emplace_back() : *same;
      add_version(dated, read_in_force(row, extension), row);
    }
  }
}

void read_clocks(const Value& root, Jurisdiction& law) {
  root.only({"schema", "events", "clocks"});
  std::vector<std::string> events;
  for (const Value& row : root.required("events").list()) {
    row.only({"id", "title"});
    events.push_back(row.required("id").string());
    law.events[events.back()] = row.required("title").string();
  }
  std::set<std::string> seen;
  for (const Value& row : root.required("clocks").list()) {
    law.clocks.push_back(read_clock_rule(row, law, events));
    if (!seen.insert(law.clocks.back().id).second)
      row["id"].problem(fmt::format("the id \"{}\" twice", law.clocks.back().id), "every clock once",
                        "put both into one clock's versions");
  }
}

void read_worked_dates(const Value& root, Jurisdiction& law) {
  root.only({"schema", "worked_dates"});
  std::vector<std::string> rules;
  for (const ClockRule& rule : law.clocks) rules.push_back(rule.id);
  for (const Value& row : root.required("worked_dates").list()) {
    row.only({"rule", "event", "served_by", "to", "calendar", "other", "due_on", "unrolled", "why"});
    WorkedDate example;
    example.rule = read_word(row.required("rule"), rules);
    example.event = row.required("event").date().value_or(Date{});
    example.served_by = row["served_by"].one_of({"mail", "personal", "fax", "overnight", "electronic"});
    example.to = row["to"].one_of({"in-state", "other-state", "abroad", "confidential-address"});
    example.calendar = read_calendar_name(row["calendar"], law);
    for (const auto& [id, day] : row["other"].fields()) {
      if (law.events.contains(id))
        example.other[id] = day.date().value_or(Date{});
      else
        day.problem(fmt::format("the unknown event \"{}\"", id), "an event of clocks.yaml", "correct the name");
    }
    example.due_on = row.required("due_on").date().value_or(Date{});
    example.unrolled = row["unrolled"].date().value_or(example.due_on);
    example.why = row.required("why").string();
    law.worked_dates.push_back(std::move(example));
  }
}

} // namespace openimr::jurisdictions
