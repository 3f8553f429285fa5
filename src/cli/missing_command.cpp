// openimr documents CASE --missing: what the law asks for, what is there, what is not and who is to be asked.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"

#include "desk/missing_papers.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

json::object missing_json(const desk::MissingPapers& papers) {
  json::array checklist, missing;
  for (const auto& line : papers.checklist) {
    json::array documents;
    for (const auto& id : line.documents) documents.emplace_back(id);
    checklist.push_back(json::object{{"id", line.rule->id},
                                     {"title", line.rule->title},
                                     {"state", line.state},
                                     {"from", line.rule->from},
                                     {"citation", line.rule->citation},
                                     {"documents", documents}});
  }
  for (const auto& one : papers.missing) {
    json::array evidence;
    for (const auto& place : one.paper.evidence) evidence.push_back(to_json(place));
    missing.push_back(
        json::object{{"duty", intake::name(one.paper.duty)},
                     {"kind", one.paper.kind.empty() ? json::value(nullptr) : json::value(one.paper.kind)},
                     {"item", one.paper.text},
                     {"why", one.paper.why},
                     {"citation", one.paper.citation},
                     {"from", one.paper.from},
                     {"date", one.paper.date ? json::value(one.paper.date->iso()) : json::value(nullptr)},
                     {"due", to_json(one.due)},
                     {"unread_pages", one.paper.unread_pages},
                     {"evidence", evidence}});
  }
  json::value window = nullptr;
  if (papers.window) window = json::object{{"from", papers.window->first.iso()}, {"to", papers.window->last.iso()}};
  return {{"checklist", checklist},
          {"window", window},
          {"missing", missing},
          {"problems", to_json(papers.case_file.problems)}};
}

void print(const Console& console, const desk::MissingPapers& papers) {
  const auto width = static_cast<std::size_t>(console.width());
  for (const auto& line : papers.checklist)
    console.line(
        fmt::format("  {:<12}", line.state == "to_be_told" ? "?" : line.state) +
        wrapped(fmt::format("{} ({}) [{}]", line.rule->title,
                            line.rule->from == "applicant" ? "applicant" : "claims administrator", line.rule->citation),
                width, 14));
  if (papers.missing.empty()) return console.line("Nothing is known to be missing.");
  console.line();
  for (const auto& one : papers.missing) {
    const std::string due = one.due.due_on              ? fmt::format("due {}", one.due.due_on->us())
                            : one.due.waits_for.empty() ? "no due date"
                                                        : fmt::format("due date waits for {}", one.due.waits_for);
    console.line("  ! " + wrapped(fmt::format("{}; ask the {}: {} [{}; {}]", one.paper.text,
                                              one.paper.from == "applicant" ? "applicant" : "claims administrator",
                                              one.paper.why, one.paper.citation, due),
                                  width, 4));
    for (const auto& place : one.paper.evidence)
      if (!place.quote.empty())
        console.line(console.in(
            Tone::Quiet,
            "      " + wrapped(fmt::format("“{}” [{}, page {}]", place.quote, place.file, place.page), width, 6)));
  }
}

Result<std::optional<Date>> day(const char* option, const std::string& text) {
  if (text.empty()) return std::optional<Date>();
  const auto date = Date::parse_iso(text);
  if (!date)
    return Error{ErrorKind::Input, option, "\"" + text + "\"", "a date such as 2015-01-16", "write year-month-day"};
  return date;
}

} // namespace

int missing_command(const Console& console, const MissingArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  desk::MissingOptions options;
  for (const auto& [option, text, place] :
       {std::tuple{"--asked-on", &arguments.asked_on, &options.asked_on},
        std::tuple{"--assigned-on", &arguments.assigned_on, &options.assigned_on}}) {
    auto date = day(option, *text);
    if (!date) return console.fail(date.error());
    *place = *date;
  }
  options.progress = [&console](std::size_t done, std::size_t total) {
    console.progress("reading pages", done, total);
  };
  auto papers = desk::missing_papers(arguments.folder, *installation, options);
  console.end_progress();
  if (!papers) return console.fail(papers.error());
  if (arguments.json)
    console.write(json_line(missing_json(*papers)));
  else
    print(console, *papers);
  return papers->missing.empty() ? exit_done : exit_no;
}

} // namespace openimr::cli
