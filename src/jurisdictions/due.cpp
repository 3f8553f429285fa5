#include "jurisdictions/due.h"

#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::jurisdictions {
namespace {

/// A last day, and the moment on it when the limit runs by the hour.
struct Reached {
  Date day;
  std::optional<std::int64_t> utc_seconds;
};

/// Whether a ends before b: a moment on a day ends before that day does.
bool is_before(const Reached& a, const Reached& b) {
  if (a.utc_seconds && b.utc_seconds) return *a.utc_seconds < *b.utc_seconds;
  if (a.day != b.day) return a.day < b.day;
  return a.utc_seconds && !b.utc_seconds;
}

/// The rule that moves a day and the one that closes it.
std::string both(const std::string& moving, const std::string& closing) {
  return moving == closing ? moving : moving + "; " + closing;
}

std::string plural(int count, std::string_view unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

std::string describe(const Period& period, const Jurisdiction& law) {
  switch (period.unit) {
  case TimeUnit::CalendarDays:
    return plural(period.amount, "calendar day");
  case TimeUnit::Hours:
    return plural(period.amount, "hour");
  case TimeUnit::Months:
    return plural(period.amount, "calendar month");
  case TimeUnit::OpenDays:
    break;
  }
  const Calendar* calendar = law.calendar(period.calendar);
  return fmt::format("{} ({})", plural(period.amount, "open day"), calendar ? calendar->title() : period.calendar);
}

Date add_months(Date day, const Period& period) {
  const int months = day.year() * 12 + static_cast<int>(day.month()) - 1 + period.amount;
  const int year = months / 12;
  const unsigned month = static_cast<unsigned>(months % 12) + 1;
  if (const auto same = Date::from(year, month, day.day())) return *same;
  const Date first_of_next = *Date::from(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1);
  return period.month_end_to_first ? first_of_next : first_of_next.plus_days(-1);
}

/// Works out one due date; lives for one call.
class Derivation {
public:
  Derivation(const Jurisdiction& law, const ClockRule& rule, const InForce<Clock>& clock, const Event& event)
      : law_(law), rule_(rule), clock_(clock.value), citation_(clock.citation), event_(event) {}

  Result<DueDate> run();

private:
  std::string event_title(const std::string& id) const {
    const auto found = law_.events.find(id);
    return found == law_.events.end() ? id : found->second;
  }
  std::string start_title() const {
    std::vector<std::string> titles;
    titles.reserve(rule_.counts_from.size());
    for (const auto& id : rule_.counts_from) titles.push_back(event_title(id));
    return titles.size() == 1 ? titles[0] : fmt::format("the later of {}", fmt::join(titles, " and "));
  }
  void step(std::string words, Date date, const std::string& citation) {
    result_.derivation.push_back({std::move(words), date, citation});
  }
  void note(std::string words) {
    if (std::find(result_.notes.begin(), result_.notes.end(), words) == result_.notes.end())
      result_.notes.push_back(std::move(words));
  }
  /// Remarks of the pack, and that nobody confirmed the text.
  void note_source(const Citation& citation) {
    if (!citation.verified)
      note(fmt::format("not verified: {}{}", citation.text, citation.note.empty() ? "" : " (" + citation.note + ")"));
    else if (!citation.note.empty())
      note(citation.note);
  }
  void note_source(const Holiday& holiday) {
    if (!holiday.citation.verified)
      note(fmt::format("not verified: {} as a holiday ({})", holiday.name, holiday.citation.text));
  }

  void start();
  Reached reach(const Period& period, Date from, const std::optional<Instant>& at, std::string& skipped);
  void count();
  void side_limits(const std::vector<SideLimit>& limits, bool earlier);
  Result<Done> add_service();
  Result<Done> add_extension();
  void roll();
  Error outside_calendars(Date day) const;

  const Jurisdiction& law_;
  const ClockRule& rule_;
  const Clock& clock_;
  const Citation& citation_;
  const Event& event_;
  std::string served_by_, to_;
  Reached reached_;
  DueDate result_;
};

/// 1. The day that starts the count; with several events the latest.
void Derivation::start() {
  served_by_ = event_.served_by.empty() ? rule_.served_by : event_.served_by;
  to_ = event_.to.empty() ? "in-state" : event_.to;
  for (const auto& id : rule_.counts_from)
    if (const auto found = event_.other.find(id); found != event_.other.end() && rule_.counts_from.size() > 1)
      step(event_title(id), found->second, citation_.text);
  std::string words = start_title();
  if (!served_by_.empty() && (!clock_.service_table.empty() || !clock_.by_service.empty())) {
    words += fmt::format(" ({}{})", served_by_, clock_.service_table.empty() ? "" : ", " + to_);
    if (event_.served_by.empty()) note(fmt::format("way of service not told: {} is assumed", served_by_));
  } else if (served_by_.empty() && !clock_.service_table.empty()) {
    note("way of service not told: no time is added for service");
  } else if (!event_.served_by.empty()) {
    note("the way of service makes no difference to this rule");
  }
  step(std::move(words), event_.on, citation_.text);
  note_source(citation_);
}

/// Counts a period from a day, which itself is not counted (CCP 12).
Reached Derivation::reach(const Period& period, Date from, const std::optional<Instant>& at, std::string& skipped) {
  switch (period.unit) {
  case TimeUnit::CalendarDays:
    return {from.plus_days(period.amount), std::nullopt};
  case TimeUnit::Months:
    return {add_months(from, period), std::nullopt};
  case TimeUnit::Hours: {
    if (!at) {
      note("the hour of the event is not known: hours are counted as whole days");
      return {from.plus_days((period.amount + 23) / 24), std::nullopt};
    }
    Instant end = *at;
    end.utc_seconds += std::int64_t{period.amount} * 3600;
    return {law_.local_date(end), end.utc_seconds};
  }
  case TimeUnit::OpenDays:
    break;
  }
  const Calendar& calendar = *law_.calendar(period.calendar);
  if (!calendar.citation().verified)
    note(fmt::format("not verified: which days are {} ({})", calendar.title(), calendar.citation().text));
  const Date end = calendar.add_open_days(from, period.amount);
  std::vector<std::string> closed;
  for (Date day = from.plus_days(1); day < end; day = day.plus_days(1)) {
    const auto holiday = calendar.why_closed(day);
    if (!holiday || holiday->name == "Saturday" || holiday->name == "Sunday") continue;
    closed.push_back(fmt::format("{} {}", day.iso(), holiday->name));
    note_source(*holiday);
  }
  if (!closed.empty()) skipped = fmt::format(", not counting {}", fmt::join(closed, ", "));
  return {end, std::nullopt};
}

/// 2. The rule's own length of time.
void Derivation::count() {
  Period period = clock_.period;
  if (const auto named = clock_.by_service.find(served_by_); named != clock_.by_service.end()) period = named->second;
  if (period.unit == TimeUnit::OpenDays && !event_.calendar.empty()) period.calendar = event_.calendar;
  std::string skipped;
  reached_ = reach(period, event_.on, event_.at, skipped);
  step(describe(period, law_) + skipped, reached_.day, citation_.text);
}

/// 3. Limits beside it: the earlier or the later of all counts.
void Derivation::side_limits(const std::vector<SideLimit>& limits, bool earlier) {
  for (const SideLimit& limit : limits) {
    Date from = event_.on;
    if (!limit.counts_from.empty()) {
      const auto known = event_.other.find(limit.counts_from);
      if (known == event_.other.end()) {
        note(fmt::format("{} than {} after {}, whose day is not known", earlier ? "never later" : "not earlier",
                         describe(limit.period, law_), event_title(limit.counts_from)));
        continue;
      }
      from = known->second;
    }
    std::string skipped;
    const Reached other = reach(limit.period, from, limit.counts_from.empty() ? event_.at : std::nullopt, skipped);
    const bool counts = earlier ? is_before(other, reached_) : is_before(reached_, other);
    step(fmt::format("{} after {}{}: {}", describe(limit.period, law_),
                     limit.counts_from.empty() ? start_title() : event_title(limit.counts_from), skipped,
                     counts ? (earlier ? "the earlier, so it counts" : "the later, so it counts")
                            : "does not change the day"),
         other.day, limit.citation.text);
    note_source(limit.citation);
    if (counts) reached_ = other;
  }
}

/// 4. Days for the way of service, before the last day moves (CCP 1013; 8 CCR 10605).
Result<Done> Derivation::add_service() {
  if (clock_.service_table.empty() || served_by_.empty()) return Done{};
  const InForce<ServiceExtension>* row = nullptr;
  for (const ServiceTable& table : law_.service.at(clock_.service_table))
    for (const auto& value : table.values)
      if (value.value.by == served_by_ && (value.value.to.empty() || value.value.to == to_) &&
          value.holds_on(event_.on))
        row = &value;
  if (!row)
    return Error{
        ErrorKind::Input, fmt::format("rule {}", rule_.id), fmt::format("service by {} to {}", served_by_, to_),
        fmt::format("a way of service in table {} on {}", clock_.service_table, event_.on.iso()),
        "use mail, personal, fax, overnight or electronic, and in-state, other-state, abroad or confidential-address"};
  note_source(row->citation);
  if (row->value.period.amount == 0) return Done{};
  std::string skipped;
  reached_ = reach(row->value.period, reached_.day, std::nullopt, skipped);
  step(fmt::format("{} more for service by {}{}{}", describe(row->value.period, law_), served_by_,
                   row->value.to.empty() ? "" : ", " + to_, skipped),
       reached_.day, row->citation.text);
  return Done{};
}

/// 5. Leave of the authority: never without an approval, never more than the rule allows, once.
Result<Done> Derivation::add_extension() {
  if (!event_.extension) return Done{};
  const Extension& extension = *event_.extension;
  const auto refuse = [&](std::string found, std::string expected, std::string remedy) {
    return Error{ErrorKind::Refused, fmt::format("rule {}: extension", rule_.id), std::move(found), std::move(expected),
                 std::move(remedy)};
  };
  if (clock_.extension_most_days == 0)
    return refuse(plural(extension.days, "more day"), "no extension: the law knows none for this rule", "leave it out");
  if (extension.approval.empty())
    return refuse("no approval", fmt::format("the approval's id ({})", clock_.extension_citation),
                  "ask the authority first");
  if (extension.days < 1 || extension.days > clock_.extension_most_days)
    return refuse(plural(extension.days, "more day"),
                  fmt::format("1 to {} days ({})", clock_.extension_most_days, clock_.extension_citation),
                  "shorten it");
  reached_ = {reached_.day.plus_days(extension.days), std::nullopt};
  step(fmt::format("{} more by approval {}", plural(extension.days, "calendar day"), extension.approval), reached_.day,
       clock_.extension_citation);
  return Done{};
}

/// 6. A last day that is closed moves to the next open one (CCP 12a).
void Derivation::roll() {
  result_.unrolled = reached_.day;
  if (clock_.roll_calendar.empty()) return;
  const Calendar& calendar = *law_.calendar(event_.calendar.empty() ? clock_.roll_calendar : event_.calendar);
  while (const auto closed = calendar.why_closed(reached_.day)) {
    note_source(*closed);
    reached_.day = reached_.day.plus_days(1);
    step(fmt::format("{} is closed ({}): moves on ({})", closed->day.iso(), closed->name, calendar.title()),
         reached_.day, both(calendar.citation().text, closed->citation.text));
  }
}

Error Derivation::outside_calendars(Date day) const {
  return {ErrorKind::Input, fmt::format("rule {}", rule_.id), day.iso(),
          fmt::format("days from {} to {}, the years the calendars know", first_calendar_year, last_calendar_year),
          "check the event's date"};
}

Result<DueDate> Derivation::run() {
  result_.rule = rule_.id;
  result_.title = rule_.title;
  if (!Calendar::covers(event_.on)) return outside_calendars(event_.on);
  start();
  count();
  side_limits(clock_.earlier_of, true);
  side_limits(clock_.later_of, false);
  if (auto added = add_service(); !added) return added.error();
  if (auto added = add_extension(); !added) return added.error();
  roll();
  if (!Calendar::covers(reached_.day)) return outside_calendars(reached_.day);
  result_.due_on = reached_.day;
  if (reached_.utc_seconds) {
    Instant moment;
    moment.utc_seconds = *reached_.utc_seconds;
    result_.due_at = law_.local_time(moment);
  }
  return std::move(result_);
}

template <class Map> std::vector<std::string> keys(const Map& map) {
  std::vector<std::string> result;
  for (const auto& [key, value] : map) result.push_back(key);
  return result;
}

Error unknown_word(std::string where, std::string_view what, std::string_view found,
                   const std::vector<std::string>& known) {
  const std::string near = text::nearest(found, known);
  return {ErrorKind::Input, std::move(where), fmt::format("the unknown {} \"{}\"", what, found),
          fmt::format("one of {}", fmt::join(known, ", ")),
          near.empty() ? "choose one of them" : fmt::format("did you mean \"{}\"?", near)};
}

/// Words that must be known before anything is counted.
Result<Done> check_words(const Jurisdiction& law, const std::string& rule, const Event& event) {
  static const std::vector<std::string> ways = {"mail", "personal", "fax", "overnight", "electronic"};
  static const std::vector<std::string> places = {"in-state", "other-state", "abroad", "confidential-address"};
  const std::string where = fmt::format("rule {}", rule);
  const auto is_in = [](const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (!event.served_by.empty() && !is_in(ways, event.served_by))
    return unknown_word(where, "way of service", event.served_by, ways);
  if (!event.to.empty() && !is_in(places, event.to)) return unknown_word(where, "address", event.to, places);
  if (!event.calendar.empty() && !law.calendar(event.calendar))
    return unknown_word(where, "calendar", event.calendar, keys(law.calendars));
  for (const auto& [id, day] : event.other)
    if (!Calendar::covers(day))
      return Error{
          ErrorKind::Input, fmt::format("{}: {}", where, id), day.iso(),
          fmt::format("days from {} to {}, the years the calendars know", first_calendar_year, last_calendar_year),
          "check the event's date"};
  return Done{};
}

Error not_in_force(const ClockRule& rule, Date day) {
  const auto& versions = rule.clocks.values;
  std::vector<std::string> periods;
  for (const auto& version : versions)
    periods.push_back(fmt::format("{} to {}", version.from ? version.from->iso() : "the beginning",
                                  version.to ? version.to->iso() : "today"));
  return {ErrorKind::Input, fmt::format("rule {}", rule.id), fmt::format("an event of {}", day.iso()),
          fmt::format("a day on which the rule was in force ({})", fmt::join(periods, ", ")),
          "check the date, or choose another rule"};
}

} // namespace

Result<DueDate> due(const Jurisdiction& law, std::string_view rule_id, const Event& event) {
  const ClockRule* rule = law.clock(rule_id);
  if (!rule) {
    std::vector<std::string> known;
    for (const auto& each : law.clocks) known.push_back(each.id);
    return unknown_word(law.id, "rule", rule_id, known);
  }
  if (auto checked = check_words(law, rule->id, event); !checked) return checked.error();
  const auto* clock = rule->clocks.on(event.on);
  if (!clock) return not_in_force(*rule, event.on);
  return Derivation(law, *rule, *clock, event).run();
}

DueDate waiting(const Jurisdiction&, const ClockRule& rule) {
  DueDate result;
  result.rule = rule.id;
  result.title = rule.title;
  result.waits_for = fmt::format("{}", fmt::join(rule.counts_from, ", "));
  return result;
}

Event event_of(const WorkedDate& example) {
  return {.on = example.event,
          .served_by = example.served_by,
          .to = example.to,
          .calendar = example.calendar,
          .other = example.other};
}

text::Problems check_worked_dates(const Jurisdiction& law) {
  text::Problems problems;
  int number = 0;
  for (const WorkedDate& example : law.worked_dates) {
    const std::string where =
        fmt::format("{}: worked date {}, rule {}, event {}", law.id, ++number, example.rule, example.event.iso());
    const std::string expected = fmt::format("{}, unrolled {}", example.due_on.iso(), example.unrolled.iso());
    const auto due = jurisdictions::due(law, example.rule, event_of(example));
    const std::string found = due ? fmt::format("{}, unrolled {}", due->due_on->iso(), due->unrolled->iso())
                                  : "no date: " + due.error().message();
    if (found != expected)
      problems.push_back(
          {where, found, expected, fmt::format("correct the worked date or the rule ({})", example.why)});
  }
  return problems;
}

namespace {

/// "15 calendar days, or 20 calendar days after receipt of the request, whichever is earlier".
std::string describe(const Clock& clock, const Jurisdiction& law) {
  std::string words = describe(clock.period, law);
  const auto add = [&](const std::vector<SideLimit>& limits, const char* which) {
    for (const SideLimit& limit : limits)
      words += fmt::format(", or {}{}, whichever is {}", describe(limit.period, law),
                           limit.counts_from.empty() ? "" : " after " + law.events.at(limit.counts_from), which);
  };
  add(clock.earlier_of, "earlier");
  add(clock.later_of, "later");
  return words;
}

} // namespace

std::vector<ListedRule> list_rules(const Jurisdiction& law) {
  std::vector<ListedRule> rows;
  for (const ClockRule& rule : law.clocks) {
    std::vector<std::string> titles;
    for (const auto& id : rule.counts_from) titles.push_back(law.events.at(id));
    const std::string event =
        titles.size() == 1 ? titles[0] : fmt::format("the later of {}", fmt::join(titles, " and "));
    for (const auto& version : rule.clocks.values)
      rows.push_back({rule.id, rule.title, event, describe(version.value, law), version.citation.text,
                      version.citation.verified, version.from, version.to});
  }
  return rows;
}

} // namespace openimr::jurisdictions
