// Commands about the law: due dates and calendars.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"

#include "text/data_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

std::string weekday_name(Date day) {
  static constexpr const char* names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  return names[day.weekday().c_encoding()];
}

int list_due_rules(const Console& console, const jurisdictions::Jurisdiction& law, bool as_json) {
  json::array rows;
  for (const auto& rule : jurisdictions::list_rules(law)) {
    if (as_json)
      rows.push_back(json::object{{"rule", rule.rule},
                                  {"title", rule.title},
                                  {"event", rule.event},
                                  {"period", rule.period},
                                  {"citation", rule.citation},
                                  {"verified", rule.verified}});
    else
      console.line(fmt::format("{:<26}{:<34} from {}{}", rule.rule, rule.period, rule.event,
                               rule.verified ? "" : "  (not verified)") +
                   "\n" + std::string(26, ' ') + console.in(Tone::Quiet, rule.citation));
  }
  if (as_json) console.write(json_line(json::object{{"rules", rows}}));
  return exit_done;
}

} // namespace

int due_command(const Console& console, const DueArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  if (arguments.rule == "list") return list_due_rules(console, *law, arguments.json);
  if (arguments.event.empty())
    return console.fail({ErrorKind::Input, "--event", "nothing", "the date that the rule counts from",
                         "give --event 2015-03-06; `openimr due list` says which event each rule counts from"});
  // A moment may be given where a rule counts hours.
  jurisdictions::Event event;
  event.at = Instant::parse_iso(arguments.event);
  if (event.at) {
    event.on = law->local_date(*event.at);
  } else {
    auto day = day_of("--event", arguments.event);
    if (!day) return console.fail(day.error());
    event.on = *day;
  }
  event.served_by = arguments.served_by;
  event.to = arguments.to;
  event.calendar = arguments.calendar;
  for (const auto& written : arguments.also) {
    const auto equals = written.find('=');
    const auto id = written.substr(0, equals);
    if (equals == std::string::npos || !law->events.contains(id)) {
      std::vector<std::string> known;
      for (const auto& [event_id, title] : law->events) known.push_back(event_id);
      return console.fail({ErrorKind::Input, "--also", "\"" + written + "\"",
                           fmt::format("EVENT=DATE with one of the events {}", fmt::join(known, ", ")),
                           "write it as records=2015-03-06"});
    }
    auto day = day_of("--also " + id, written.substr(equals + 1));
    if (!day) return console.fail(day.error());
    event.other[id] = *day;
  }
  auto due = jurisdictions::due(*law, arguments.rule, event);
  if (!due) return console.fail(due.error());
  if (arguments.json) {
    console.write(json_line(to_json(*due)));
    return exit_done;
  }
  console.line(console.in(Tone::Strong, due->due_on ? due->due_on->iso() : "waits for " + due->waits_for) +
               (due->due_at.empty() ? "" : " " + due->due_at) + "  " + due->title);
  for (const auto& step : due->derivation)
    console.line(fmt::format("  {}  {}  {}", step.date.iso(), step.step, console.in(Tone::Quiet, step.citation)));
  for (const auto& note : due->notes) console.line("  note: " + note);
  return exit_done;
}

int calendar_command(const Console& console, const CalendarArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  int year = 0;
  const auto* end = arguments.year.data() + arguments.year.size();
  if (const auto [stop, error] = std::from_chars(arguments.year.data(), end, year);
      error != std::errc{} || stop != end || year < jurisdictions::first_calendar_year ||
      year > jurisdictions::last_calendar_year)
    return console.fail(
        {ErrorKind::Input, "YEAR", "\"" + arguments.year + "\"",
         fmt::format("a year from {} to {}", jurisdictions::first_calendar_year, jurisdictions::last_calendar_year),
         "give a year such as 2026"});
  std::vector<std::string> known;
  for (const auto& [id, calendar] : law->calendars) known.push_back(id);
  if (!arguments.calendar.empty() && !law->calendar(arguments.calendar)) {
    const auto near = text::nearest(arguments.calendar, known);
    return console.fail({ErrorKind::Input, "--calendar", "\"" + arguments.calendar + "\"",
                         fmt::format("one of {}", fmt::join(known, ", ")),
                         near.empty() ? "choose one of them" : "did you mean \"" + near + "\"?"});
  }
  json::array calendars;
  for (const auto& [id, calendar] : law->calendars) {
    if (!arguments.calendar.empty() && id != arguments.calendar) continue;
    json::array holidays;
    if (!arguments.json)
      console.line(console.in(Tone::Strong, calendar.title()) + "  " + id + "  " +
                   console.in(Tone::Quiet, calendar.citation().shown()));
    for (const auto& holiday : calendar.holidays(year)) {
      const auto weekday = weekday_name(holiday.day);
      if (arguments.json)
        holidays.push_back(json::object{{"date", holiday.day.iso()},
                                        {"weekday", weekday},
                                        {"name", holiday.name},
                                        {"proper_date", holiday.proper_day.iso()},
                                        {"citation", holiday.citation.text},
                                        {"verified", holiday.citation.verified}});
      else
        console.line(fmt::format("  {}  {:<10} {}{}  {}", holiday.day.iso(), weekday, holiday.name,
                                 holiday.day == holiday.proper_day ? "" : " (for " + holiday.proper_day.iso() + ")",
                                 console.in(Tone::Quiet, holiday.citation.shown())));
    }
    calendars.push_back(json::object{{"id", id},
                                     {"title", calendar.title()},
                                     {"citation", calendar.citation().text},
                                     {"verified", calendar.citation().verified},
                                     {"holidays", holidays}});
  }
  if (arguments.json)
    console.write(json_line(json::object{{"jurisdiction", law->id}, {"year", year}, {"calendars", calendars}}));
  return exit_done;
}

} // namespace openimr::cli
