// Commands about what is known: due dates and guidelines.
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/to_json.h"

#include "guidelines/example.h"
#include "guidelines/library.h"
#include "guidelines/page_reader.h"
#include "text/data_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

Result<Date> day_of(const std::string& option, const std::string& written) {
  const auto day = Date::parse_iso(written);
  if (!day)
    return Error{ErrorKind::Input, option, "\"" + written + "\"", "a date such as 2015-03-06",
                 "write year-month-day; the day must exist"};
  return *day;
}

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

void print_topic(const Console& console, const guidelines::Library& library, const guidelines::Topic& topic) {
  const auto width = static_cast<std::size_t>(console.width());
  const auto field = [&](const char* name, const std::string& value) {
    if (!value.empty()) console.line(fmt::format("  {:<18}{}", name, wrapped(value, width, 20)));
  };
  const auto* guideline = library.guideline(topic);
  console.line(console.in(Tone::Strong, topic.title) + "  " + topic.id);
  field("guideline", guideline ? fmt::format("{}, {}", guideline->title, guideline->citation) : topic.guideline);
  field("section", topic.section);
  field("pages", topic.pages);
  field("in force", fmt::format("{} to {}", topic.from ? topic.from->us() : "…", topic.to ? topic.to->us() : "…"));
  field("class", topic.recommendation_class);
  const auto tree = [&](const guidelines::Logic& logic, auto&& self) -> std::string {
    using Kind = guidelines::Logic::Kind;
    if (logic.kind == Kind::Criterion) {
      const auto* criterion = topic.criterion(logic.id);
      return criterion ? criterion->text : logic.id;
    }
    if (logic.kind == Kind::Always) return "nothing further";
    std::string text;
    for (const auto& part : logic.parts)
      text += (text.empty() ? "" : logic.kind == Kind::Any ? "; OR " : "; AND ") + self(part, self);
    return logic.kind == Kind::Not       ? "not (" + text + ")"
           : logic.kind == Kind::AtLeast ? fmt::format("at least {} of ({})", logic.count, text)
           : logic.parts.size() > 1      ? "(" + text + ")"
                                         : text;
  };
  if (topic.has_requirement) {
    field("first request", tree(topic.initial, tree));
    field("continued", tree(topic.continued, tree));
  } else {
    field("requirement", "nothing in a record makes it recommended");
  }
  for (const auto& id : topic.exclusions) field("excluded by", topic.criterion(id)->text);
  for (const auto& limit : topic.limits)
    field("limit", fmt::format("{} {} {} {} {}", limit.what, limit.op, limit.value, limit.unit, limit.note));
  for (const auto& exception : topic.exceptions) field("exception", exception);
  field("evidence", topic.evidence);
  field("look for", fmt::format("{}", fmt::join(topic.look_for, ", ")));
  field("confidence", fmt::format("{} ({}) {}", topic.confidence, topic.basis, topic.confidence_note));
  for (const auto& doubt : topic.doubts) field("doubt", doubt);
  field("examples", std::to_string(topic.examples.size()));
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

int guidelines_list_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto library = guidelines::Library::load(installation->packs_folder);
  if (!library) return console.fail(library.error());
  std::optional<Date> as_of;
  if (!arguments.as_of.empty()) {
    auto day = day_of("--as-of", arguments.as_of);
    if (!day) return console.fail(day.error());
    as_of = *day;
  }
  json::array rows;
  for (const auto& topic : library->topics()) {
    if (as_of && !topic.is_in_force(*as_of)) continue;
    if (arguments.json)
      rows.push_back(json::object{{"id", topic.id},
                                  {"title", topic.title},
                                  {"pack", topic.pack},
                                  {"guideline", topic.guideline},
                                  {"pages", topic.pages},
                                  {"class", topic.recommendation_class},
                                  {"from", topic.from ? json::value(topic.from->iso()) : json::value(nullptr)},
                                  {"to", topic.to ? json::value(topic.to->iso()) : json::value(nullptr)},
                                  {"confidence", topic.confidence},
                                  {"basis", topic.basis},
                                  {"examples", topic.examples.size()}});
    else
      console.line(fmt::format("{:<32}{:<46}{:<14}{:<28}{}", topic.id, topic.title.substr(0, 44),
                               topic.pages.substr(0, 12), topic.recommendation_class, topic.pack));
  }
  if (arguments.json) console.write(json_line(json::object{{"topics", rows}}));
  return exit_done;
}

int guidelines_show_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto library = guidelines::Library::load(installation->packs_folder);
  if (!library) return console.fail(library.error());
  bool is_found = false;
  std::vector<std::string> known;
  for (const auto& topic : library->topics()) {
    known.push_back(topic.id);
    if (topic.id != arguments.topic) continue;
    is_found = true;
    print_topic(console, *library, topic);
  }
  if (is_found) return exit_done;
  const auto near = text::nearest(arguments.topic, known);
  return console.fail({ErrorKind::NotFound, "guidelines show", "the topic \"" + arguments.topic + "\"",
                       "a topic of `openimr guidelines list`",
                       near.empty() ? "choose one of them" : "did you mean \"" + near + "\"?"});
}

int guidelines_evaluate_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto library = guidelines::Library::load(installation->packs_folder);
  if (!library) return console.fail(library.error());
  const auto found = std::find_if(library->topics().begin(), library->topics().end(),
                                  [&](const auto& topic) { return topic.id == arguments.topic; });
  if (found == library->topics().end())
    return console.fail({ErrorKind::NotFound, "guidelines evaluate", "the topic \"" + arguments.topic + "\"",
                         "a topic of `openimr guidelines list`", "choose one of them"});
  auto file = text::DataFile::read(arguments.chart);
  if (!file) return console.fail(file.error());
  text::Reader reader(*file);
  const auto example = guidelines::read_chart_file(reader);
  if (!reader.problems().empty()) return console.fail(reader.as_error());
  const auto evaluation = guidelines::evaluate_example(*library, *found, example);
  if (arguments.json) {
    console.write(json_line(to_json(evaluation)));
    return exit_done;
  }
  console.line(console.in(Tone::Strong, found->title) + fmt::format(", {} request: {}",
                                                                    guidelines::name(evaluation.phase),
                                                                    guidelines::name(evaluation.recommendation)));
  for (const auto& finding : evaluation.findings)
    console.line(fmt::format("  {:<9}{:<10}{}", guidelines::name(finding.verdict),
                             finding.is_exclusion ? "exclusion" : "", finding.text));
  for (const auto& reason : evaluation.reasons) console.line("  - " + reason);
  for (const auto& set : evaluation.would_change) {
    std::string needed;
    for (const auto& change : set)
      needed += (needed.empty() ? "" : "; and ") + (change.must_hold ? change.needed : "not " + change.needed);
    console.line("  would change it: " + needed);
  }
  return exit_done;
}

int guidelines_check_command(const Console& console) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  text::Problems problems;
  auto library = guidelines::Library::load(installation->packs_folder, problems);
  if (!library) return console.fail(library.error());
  for (const auto& problem : problems) console.line(problem.message());
  std::size_t examples = 0, failed = 0;
  for (const auto& topic : library->topics())
    for (const auto& example : topic.examples) {
      ++examples;
      const auto differs = guidelines::run_example(*library, topic, example);
      if (differs.empty()) continue;
      ++failed;
      console.write(differs);
    }
  std::vector<std::string> differs;
  examples += library->run_table_examples(differs) + guidelines::run_blind_examples(*library, differs);
  for (const auto& line : differs) console.write(line);
  failed += differs.size();
  console.line(fmt::format("{} topics, {} examples, {} faults, {} examples that come out otherwise",
                           library->topics().size(), examples, problems.size(), failed));
  return problems.empty() && failed == 0 ? exit_done : exit_no;
}

} // namespace openimr::cli
