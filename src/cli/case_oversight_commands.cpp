// `openimr oversight figures|complaints|draw`: the organization's own cases looked at as a whole.
#include "answers/oversight_json.h"
#include "cli/answers.h"
#include "cli/at_the_desk.h"
#include "cli/commands.h"
#include "cli/keeping.h"
#include "cli/oversight_commands.h"
#include "desk/case_oversight.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace openimr::cli {
namespace {

struct CaseOversightArguments {
  DeskArguments desk;
  std::string since, until, after, on;
  desk::OversightQuestion question;
  desk::DrawQuestion draw;
  int limit = 50;
  bool json = false;
};

Result<Done> read_period(const CaseOversightArguments& arguments, std::optional<Date>& from, std::optional<Date>& to) {
  if (!arguments.since.empty()) {
    auto day = day_of("--since", arguments.since);
    if (!day) return day.error();
    from = *day;
  }
  if (!arguments.until.empty()) {
    auto day = day_of("--until", arguments.until);
    if (!day) return day.error();
    to = *day;
  }
  return Done{};
}

std::string kappa_words(const char* whose, const std::optional<corpus::Kappa>& kappa) {
  if (!kappa) return fmt::format("{} kappa cannot be told: too few items, or all decided alike", whose);
  return fmt::format("{} kappa {:.3f} ({:.3f} to {:.3f}); agreed {} of {} items, by chance {}", whose, kappa->value,
                     kappa->interval.low, kappa->interval.high, percent(kappa->observed), kappa->subjects,
                     percent(kappa->expected));
}

void print_agreement(const Console& console, const desk::Agreement& told) {
  console.line(console.in(Tone::Strong, "Second reviews"));
  console.line(fmt::format("  {} drawn, {} of them open; {} items decided twice", told.drawn, told.open, told.items));
  if (told.items == 0) return;
  console.line("  " + kappa_words("Cohen's", told.cohen));
  if (told.raters > 0)
    console.line(fmt::format("  {} of {} decisions each", kappa_words("Fleiss'", told.fleiss), told.raters));
}

void print_funnel(const Console& console, const desk::CaseOversight& told) {
  console.line(console.in(Tone::Strong, "Reviewers, adjusted for the mix of categories"));
  for (const auto& row : told.funnel)
    console.line(fmt::format("  {} {:>6} items, {:>5} overturned, {:>7.1f} expected, adjusted {:>6}, z {:+.2f}{}",
                             row.who, row.n, row.changed, row.expected, percent(row.adjusted), row.z,
                             row.is_outside_998  ? "  beyond 99.8%"
                             : row.is_outside_95 ? "  beyond 95%"
                                                 : ""));
  if (told.reviewers_left_out > 0)
    console.line(fmt::format("  {} with too few items are left out", told.reviewers_left_out));
}

void print_groups(const Console& console, const desk::CaseOversight& told) {
  console.line(console.in(Tone::Strong, "Groups of workers beside the rest"));
  for (const auto& row : told.groups) {
    const double rate = static_cast<double>(row.changed) / static_cast<double>(row.n);
    const double rest = static_cast<double>(row.rest_changed) / static_cast<double>(row.rest);
    console.line(fmt::format(
        "  {:<15}{:<22}{:>7} items, {} overturned; {:+.1f} points ({:+.1f} to {:+.1f}){}", row.dimension, row.label,
        row.n, percent(rate), 100 * (rate - rest), 100 * row.difference.low, 100 * row.difference.high,
        row.standardised ? fmt::format("; with the same mix of categories {} ({})", percent(row.standardised->rate),
                                       percent(row.standardised->interval))
                         : ""));
  }
  if (told.groups_left_out > 0)
    console.line(
        fmt::format("  {} groups with a small count, or that would give one away, are left out", told.groups_left_out));
  console.line(
      fmt::format("  {} comparisons: about one in twenty lies beyond its interval by chance. A difference is a "
                  "question, not an answer.",
                  told.groups.size()));
}

void print_complaints(const Console& console, const desk::ComplaintFigures& told) {
  console.line(console.in(Tone::Strong, "Complaints"));
  console.line(fmt::format("  {} received, {} open; {} about {} determinations, {} of these changed since",
                           told.received, told.open, told.about_decisions, told.decisions, told.changed_since));
  for (const auto& [ground, count] : told.by_ground) console.line(fmt::format("  {:>6}  {}", count, ground));
  for (const auto& [finding, count] : told.by_finding)
    console.line(fmt::format("  {:>6}  answered: {}", count, finding));
  if (told.median_days)
    console.line(fmt::format("  answered within {} days (median), {} at most", *told.median_days, *told.longest_days));
}

int figures(const Console& console, CaseOversightArguments arguments) {
  if (auto read = read_period(arguments, arguments.question.from, arguments.question.to); !read)
    return console.fail(read.error());
  auto at = at_the_desk(arguments.desk, "compliance");
  if (!at) return console.fail(at.error());
  auto told = desk::case_oversight(*at->office, at->caller, arguments.question);
  if (!told) return console.fail(told.error());
  if (arguments.json) {
    console.write(json_line(answers::to_json(*told, arguments.question)));
    return exit_done;
  }
  console.line(fmt::format("{} cases decided, {} items, {} overturned", told->cases, told->items, told->changed));
  print_agreement(console, told->agreement);
  print_funnel(console, *told);
  print_groups(console, *told);
  print_complaints(console, told->complaints);
  return exit_done;
}

int list_complaints(const Console& console, const CaseOversightArguments& arguments) {
  auto at = at_the_desk(arguments.desk, "compliance");
  if (!at) return console.fail(at.error());
  auto page = desk::complaints(*at->office, at->caller, arguments.after, arguments.limit);
  if (!page) return console.fail(page.error());
  if (arguments.json) {
    console.write(json_line(answers::to_json(*page)));
    return exit_done;
  }
  for (const auto& row : page->rows)
    console.line(fmt::format("{}  {:<4}{}  {:<24}{:<24}{}{}", row.number, row.id, row.received_on.iso(), row.ground,
                             row.from,
                             row.closed_on     ? "closed: " + row.closed_why
                             : row.answered_on ? "answered: " + row.finding
                                               : "open",
                             row.determination.empty() ? "" : "  about " + row.determination.substr(0, 12)));
  if (page->rows.empty()) console.line("No complaint.");
  if (!page->next.empty()) console.line("More: --after " + page->next);
  return exit_done;
}

int draw(const Console& console, CaseOversightArguments arguments) {
  if (!arguments.on.empty()) {
    auto day = day_of("--on", arguments.on);
    if (!day) return console.fail(day.error());
    arguments.draw.on = *day;
  }
  if (auto read = read_period(arguments, arguments.draw.from, arguments.draw.to); !read)
    return console.fail(read.error());
  auto at = at_the_desk(arguments.desk, "compliance");
  if (!at) return console.fail(at.error());
  auto told = desk::draw_duplicates(*at->office, at->caller, arguments.draw);
  if (!told) return console.fail(told.error());
  if (arguments.json) {
    console.write(json_line(answers::to_json(*told, arguments.draw)));
  } else {
    for (const auto& one : told->drawn)
      console.line(fmt::format("{}  {}  {} decides it a second time", one.number, one.duplicate, one.reviewer));
    console.line(
        fmt::format("{} of {} determined cases, seed {}", told->drawn.size(), told->determined, arguments.draw.seed));
  }
  for (const auto& [number, why] : told->left_out) console.warn(fmt::format("{} is left out: {}", number, why));
  return told->drawn.size() < arguments.draw.count ? exit_no : exit_done;
}

using Shared = std::shared_ptr<CaseOversightArguments>;

CLI::App* add(CLI::App& under, const Shared& arguments, const char* name, const char* does, const char* example) {
  auto* command = under.add_subcommand(name, does);
  command->footer(std::string("Example: ") + example);
  add_places(command, arguments->desk);
  add_person(command, arguments->desk);
  command->add_flag("--json", arguments->json, "answer in JSON");
  return command;
}

void add_period(CLI::App* command, const Shared& arguments) {
  command->add_option("--since", arguments->since, "mailed on this day or later, 2015-01-16");
  command->add_option("--until", arguments->until, "mailed on this day or earlier");
}

} // namespace

void add_case_oversight_commands(CLI::App& app, const Console& console, int& exit) {
  auto arguments = std::make_shared<CaseOversightArguments>();
  auto* oversight =
      app.add_subcommand("oversight", "the organization's own cases: agreement, funnels, groups, complaints");
  oversight->require_subcommand(1);

  auto* told = add(*oversight, arguments, "figures",
                   "do reviewers agree, how do outcomes and groups lie beside each other, what is complained of",
                   "openimr oversight figures --since 2015-01-01 --until 2015-12-31 --key 7");
  add_period(told, arguments);
  told->add_option("--key", arguments->question.key,
                   "secret number of this report: decides the pseudonyms of reviewers")
      ->required();
  told->add_option("--smallest-cell", arguments->question.smallest_cell, "groups and reviewers with fewer are left out")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  told->callback([&console, &exit, arguments] { exit = figures(console, *arguments); });

  auto* list = add(*oversight, arguments, "complaints", "complaints of all cases and what came of them",
                   "openimr oversight complaints");
  list->add_option("--limit", arguments->limit, "rows of a page")->check(CLI::Range(1, 1000))->capture_default_str();
  list->add_option("--after", arguments->after, "`next` of the page before");
  list->callback([&console, &exit, arguments] { exit = list_complaints(console, *arguments); });

  auto* drawn = add(*oversight, arguments, "draw",
                    "determined cases by chance, to be decided a second time by somebody who does not see the answer",
                    "openimr oversight draw --count 20 --seed 7 --reviewer R05 --reviewer R06 --since 2015-01-01");
  add_period(drawn, arguments);
  drawn->add_option("--count", arguments->draw.count, "how many cases")->required()->check(CLI::Range(1, 10000));
  drawn->add_option("--seed", arguments->draw.seed, "the same seed draws the same cases")->required();
  drawn->add_option("--reviewer", arguments->draw.reviewers, "who may be asked, again for each")
      ->required()
      ->allow_extra_args(false);
  drawn->add_option("--on", arguments->on, "day of the drawing, 2015-01-16 (default: today)");
  drawn->add_option("--roster", arguments->desk.roster, "who is asked is held against it (default: OPENIMR_ROSTER)");
  drawn->callback([&console, &exit, arguments] { exit = draw(console, *arguments); });
}

} // namespace openimr::cli
