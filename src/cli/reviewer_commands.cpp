// Commands about reviewers: slate, assignment of a queue, state of a roster, history of a case.
#include "answers/assignment_json.h"
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"

#include "desk/assign_queue.h"
#include "intake/application_file.h"
#include "reviewers/roster_check.h"
#include "reviewers/roster_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

json::value day_or_null(const std::optional<Date>& day) { return day ? json::value(day->iso()) : json::value(nullptr); }
json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

Result<std::optional<Date>> day_of(const std::string& text) {
  if (text.empty()) return std::optional<Date>();
  const auto day = Date::parse_iso(text);
  if (!day)
    return Error{ErrorKind::Input, "--as-of", "\"" + text + "\"", "a date such as 2015-01-16", "write year-month-day"};
  return day;
}

void print(const Console& console, const desk::QueueAssignment& queue) {
  for (const auto& seat : queue.assignment.seats)
    if (!seat.reviewers.empty())
      console.line(fmt::format("  {:<40} {:<12} {} specialty", seat.case_id,
                               fmt::format("{}", fmt::join(seat.reviewers, " ")), answers::fit_word(seat.fit)));
  for (const auto& one : queue.cases) {
    const auto seat = std::find_if(queue.assignment.seats.begin(), queue.assignment.seats.end(),
                                   [&](const auto& each) { return each.case_id == one.name; });
    if (seat != queue.assignment.seats.end() && !seat->reviewers.empty()) continue;
    for (const auto& words : answers::why_it_waits(one, queue.assignment))
      console.line(fmt::format("- {:<40} {}", one.name, wrapped(words, static_cast<std::size_t>(console.width()), 43)));
  }
  const auto& proof = queue.assignment.proof;
  console.line(fmt::format("{} of {} cases assigned; cost {}. {}", proof.cases_assigned, queue.assignment.seats.size(),
                           proof.cost,
                           proof.is_optimal() ? "Proven: no other way assigns more, fits better or costs less."
                                              : fmt::format("Not proven best: at most {} cases, cost at least {}.",
                                                            proof.cases_bound, proof.cost_bound)));
  for (const auto& problem : queue.problems) console.line("! " + problem.message());
}

constexpr const char* state_words[] = {"lapsed", "lapsing", "unverified"};

} // namespace

int slate_command(const Console& console, const ReviewArguments& arguments) {
  auto review = reviewed(console, arguments);
  if (!review) return console.fail(review.error());
  if (arguments.json) {
    console.write(json_line(to_json(review->slate, review->nobody)));
  } else {
    for (const auto& entry : review->slate.slate)
      console.line(fmt::format("{:>3}. {:<6} {}", entry.rank, entry.id, fmt::join(entry.reasons, "; ")));
    for (const auto& entry : review->slate.excluded)
      for (const auto& reason : entry.reasons)
        console.line(fmt::format("  no {:<6} {} [{}, {}]", entry.id, reason.text, reason.rule, reason.citation));
    for (const auto& words : reviewers::told(review->nobody)) console.line(words);
    for (const auto& words : review->slate.warnings) console.line("! " + words);
  }
  return review->slate.slate.empty() ? exit_no : exit_done;
}

int assign_command(const Console& console, const AssignArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto as_of = day_of(arguments.as_of);
  if (!as_of) return console.fail(as_of.error());
  desk::QueueOptions options{arguments.cases, arguments.roster, *as_of, arguments.seed, reviewers::Fit::Unknown};
  if (arguments.least_fit == "similar") options.least_fit = reviewers::Fit::Similar;
  if (arguments.least_fit == "same") options.least_fit = reviewers::Fit::Same;
  options.progress = [&console](std::size_t done, std::size_t total) {
    console.progress("screening cases", done, total);
  };
  auto queue = desk::assign_queue(*installation, options);
  console.end_progress();
  if (!queue) return console.fail(queue.error());
  if (arguments.json)
    console.write(json_line(answers::to_json(*queue)));
  else
    print(console, *queue);
  const bool all = std::all_of(queue->assignment.seats.begin(), queue->assignment.seats.end(),
                               [](const auto& seat) { return !seat.reviewers.empty(); });
  return all && queue->problems.empty() ? exit_done : exit_no;
}

int roster_check_command(const Console& console, const RosterArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto as_of = day_of(arguments.as_of);
  if (!as_of) return console.fail(as_of.error());
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  if (auto missing = law->lacks("reviewers.yaml", "the check of a roster")) return console.fail(*missing);
  auto roster = reviewers::read_roster(arguments.roster);
  if (!roster) return console.fail(roster.error());
  const auto findings = reviewers::check_roster(law->reviewers, *roster, **as_of, arguments.within_days);
  const bool has_lapsed = std::any_of(findings.begin(), findings.end(), [](const auto& each) {
    return each.state == reviewers::RosterFinding::State::Lapsed;
  });
  json::array list;
  for (const auto& each : findings) {
    const char* state = state_words[static_cast<int>(each.state)];
    if (arguments.json)
      list.push_back(json::object{{"state", state},
                                  {"reviewer", each.reviewer},
                                  {"credential", each.credential},
                                  {"on", day_or_null(each.on)},
                                  {"text", each.text},
                                  {"citation", each.citation}});
    else
      console.line(fmt::format("  {:<11}{:<8}{}", state, each.reviewer,
                               wrapped(fmt::format("{}: {} [{}]", each.credential, each.text, each.citation),
                                       static_cast<std::size_t>(console.width()), 21)));
  }
  if (arguments.json)
    console.write(json_line(
        json::object{{"as_of", (*as_of)->iso()}, {"within_days", arguments.within_days}, {"findings", list}}));
  else if (findings.empty())
    console.line(fmt::format("All credentials hold for {} days from {}.", arguments.within_days, (*as_of)->iso()));
  return has_lapsed ? exit_no : exit_done;
}

int history_command(const Console& console, const std::string& folder, bool as_json) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto names = reviewers::PartyNames::load(installation->packs_folder);
  if (!names) return console.fail(names.error());
  auto application = intake::read_application((fs::path(folder) / "application.yaml").string());
  if (!application) return console.fail(application.error());
  auto record = reviewers::read_assignment((fs::path(folder) / "assignment.yaml").string());
  if (!record) return console.fail(record.error());
  const auto findings = reviewers::check_history(*application, *record, reviewers::NameBook(std::move(*names)));
  json::array turns, faults;
  for (const auto& turn : record->history) {
    if (as_json)
      turns.push_back(
          json::object{{"reviewer", turn.reviewer},
                       {"assigned_on", day_or_null(turn.assigned_on)},
                       {"attested_on", day_or_null(turn.attested_on)},
                       {"opened_on", day_or_null(turn.opened_on)},
                       {"released_on", turn.released ? day_or_null(turn.released->on) : json::value(nullptr)},
                       {"reason", turn.released ? text_or_null(turn.released->reason) : json::value(nullptr)}});
    else
      console.line(fmt::format(
          "  {:<8}assigned {}  attested {}  opened {}  {}", turn.reviewer,
          turn.assigned_on ? turn.assigned_on->iso() : "-", turn.attested_on ? turn.attested_on->iso() : "-",
          turn.opened_on ? turn.opened_on->iso() : "-",
          turn.released ? fmt::format("released {}: {} {}", turn.released->on ? turn.released->on->iso() : "",
                                      turn.released->reason, turn.released->words)
                        : "holds the case"));
  }
  for (const auto& each : findings) {
    if (as_json)
      faults.push_back(json::object{{"reviewer", text_or_null(each.reviewer)},
                                    {"rule", each.rule},
                                    {"text", each.text},
                                    {"citation", each.citation}});
    else
      console.line(fmt::format("! {:<8}{} [{}]", each.reviewer, each.text, each.citation));
  }
  if (as_json)
    console.write(json_line(json::object{{"panel", record->panel}, {"history", turns}, {"findings", faults}}));
  return findings.empty() ? exit_done : exit_no;
}

} // namespace openimr::cli
