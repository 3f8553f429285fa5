// `openimr corpus stats|report`: figures of published decisions.
#include "cli/answers.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/out_folder.h"
#include "cli/publication_commands.h"
#include "desk/corpus_statistics.h"
#include "desk/letters_of_case.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cmath>
#include <fmt/format.h>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;
using corpus::StatisticsRow;
using corpus::StatisticsTable;

struct StatsArguments {
  std::string library, query, by = "treatment", standardise, out, store;
  int year = 0;
  std::size_t smallest = 11;
  bool json = false, csv = false;
};

/// Six places after the point: more would say more than the data do, and the figure is the same on every machine.
double rounded(double value) { return std::round(value * 1e6) / 1e6; }

json::array interval_json(const corpus::Interval& interval) { return {rounded(interval.low), rounded(interval.high)}; }

json::object row_json(const StatisticsRow& row) {
  if (row.is_suppressed) return {{"label", row.label}, {"suppressed", true}};
  json::object out{{"label", row.label},
                   {"suppressed", false},
                   {"decisions", row.decisions},
                   {"items", row.items},
                   {"upheld", row.outcomes.upheld},
                   {"overturned", row.outcomes.overturned},
                   {"partially_overturned", row.outcomes.partial},
                   {"unknown", row.outcomes.unknown},
                   {"rate", row.outcomes.decided() == 0 ? json::value(nullptr) : json::value(rounded(row.rate()))},
                   {"interval", interval_json(row.interval)}};
  if (row.standardised)
    out["standardised"] = json::object{{"rate", rounded(row.standardised->rate)},
                                       {"interval", interval_json(row.standardised->interval)},
                                       {"coverage", rounded(row.standardised->coverage)}};
  return out;
}

json::object table_json(const StatisticsTable& table, const StatsArguments& arguments) {
  json::array rows;
  for (const auto& row : table.rows) rows.push_back(row_json(row));
  return {
      {"schema", 1},
      {"by", arguments.by},
      {"query", arguments.query},
      {"year", arguments.year == 0 ? json::value(nullptr) : json::value(arguments.year)},
      {"standardised_by", arguments.standardise.empty() ? json::value(nullptr) : json::value(arguments.standardise)},
      {"smallest_cell", table.options.smallest_cell},
      {"total", row_json(table.total)},
      {"rows", std::move(rows)},
      {"suppressed", table.suppressed},
      {"without_label", table.without_label},
      {"several_labels", table.has_several_labels}};
}

std::string csv_cell(const std::string& words) {
  std::string out = "\"";
  // A cell that begins like a formula is not to become one in a spreadsheet.
  if (!words.empty() && std::string_view("=+-@").find(words.front()) != std::string_view::npos) out += '\'';
  for (const char c : words) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string table_csv(const StatisticsTable& table) {
  std::string out = "label,suppressed,decisions,items,upheld,overturned,partially_overturned,unknown,rate,low,high,"
                    "standardised_rate,standardised_low,standardised_high\n";
  for (const auto& row : table.rows) {
    out += csv_cell(row.label);
    if (row.is_suppressed) {
      out += ",true,,,,,,,,,,,,\n";
      continue;
    }
    out += fmt::format(",false,{},{},{},{},{},{},{:.6f},{:.6f},{:.6f}", row.decisions, row.items, row.outcomes.upheld,
                       row.outcomes.overturned, row.outcomes.partial, row.outcomes.unknown, row.rate(),
                       row.interval.low, row.interval.high);
    out += row.standardised ? fmt::format(",{:.6f},{:.6f},{:.6f}\n", row.standardised->rate,
                                          row.standardised->interval.low, row.standardised->interval.high)
                            : ",,,\n";
  }
  return out;
}

std::string shown(double rate, const corpus::Interval& interval) {
  return fmt::format("{:5.1f}% ({:.1f} to {:.1f})", 100 * rate, 100 * interval.low, 100 * interval.high);
}

void print_table(const Console& console, const StatisticsTable& table) {
  std::size_t widest = 12;
  for (const auto& row : table.rows) widest = std::min<std::size_t>(44, std::max(widest, row.label.size()));
  const auto line = [&](const StatisticsRow& row) {
    std::string text = fmt::format("{:<{}} {:>8} {:>9} {:>10}  {:<24}", row.label.substr(0, widest), widest, row.items,
                                   row.outcomes.decided(), row.outcomes.changed(),
                                   row.outcomes.decided() == 0 ? "-" : shown(row.rate(), row.interval));
    if (row.standardised)
      text += shown(row.standardised->rate, row.standardised->interval) +
              (row.standardised->coverage < 0.995 ? fmt::format(" of {:.0f}%", 100 * row.standardised->coverage) : "");
    console.line(text);
  };
  console.line(console.in(Tone::Strong, fmt::format("{:<{}} {:>8} {:>9} {:>10}  {:<24}{}", "", widest, "items",
                                                    "decided", "overturned", "rate (95% interval)",
                                                    table.options.standardise_by ? "standardised" : "")));
  for (const auto& row : table.rows)
    if (!row.is_suppressed) line(row);
  if (table.total.is_suppressed)
    console.line("the total is too small to be shown");
  else
    line(table.total);
  if (table.suppressed > 0)
    console.line(fmt::format("{} rows are not shown: a count in them is from 1 to {}, or they would give one away",
                             table.suppressed, table.options.smallest_cell - 1));
  if (table.without_label > 0)
    console.line(fmt::format("{} items whose source does not say it are in the total only", table.without_label));
  if (table.has_several_labels) console.line("an item can stand in several rows");
}

int stats(const Console& console, const StatsArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  desk::StatisticsRequest request{arguments.library, arguments.query, {}, {}};
  request.options.by = *corpus::dimension_named(arguments.by);
  if (!arguments.standardise.empty()) request.options.standardise_by = corpus::dimension_named(arguments.standardise);
  request.options.smallest_cell = arguments.smallest;
  if (arguments.year != 0) request.year = arguments.year;
  auto table = desk::corpus_statistics(request, *installation);
  if (!table) return console.fail(table.error());
  if (arguments.json)
    console.write(json_line(table_json(*table, arguments)));
  else if (arguments.csv)
    console.write(table_csv(*table));
  else
    print_table(console, *table);
  return exit_done;
}

int report(const Console& console, const StatsArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  std::optional<desk::ProgrammeFigures> programme;
  if (!arguments.store.empty()) {
    auto store = store::open_store(arguments.store);
    if (!store) return console.fail(store.error());
    desk::CaseActs acts(*store, *installation);
    auto figures = desk::programme_figures(*store, acts, arguments.year);
    if (!figures) return console.fail(figures.error());
    programme = std::move(*figures);
  }
  auto letter = desk::annual_report(arguments.library, arguments.year, arguments.smallest, programme, *installation);
  if (!letter) return console.fail(letter.error());
  if (auto ready = prepare_folder(arguments.out); !ready) return console.fail(ready.error());
  auto files = desk::render_letter(*letter, fmt::format("annual-report-{}", arguments.year));
  if (!files) return console.fail(files.error());
  auto written = write_all(arguments.out, *files);
  if (!written) return console.fail(written.error());
  for (const std::string& path : *written) console.line(path);
  return exit_done;
}

void add_library(CLI::App* command, const std::shared_ptr<StatsArguments>& arguments) {
  or_environment(command->add_option("--library", arguments->library, "library of decisions (openimr corpus import)"),
                 arguments->library, "OPENIMR_LIBRARY", Need::Required);
  command->add_option("--smallest-cell", arguments->smallest, "counts from 1 to one below are not shown; 0 shows all")
      ->capture_default_str();
}

} // namespace

void add_statistics_commands(CLI::App& program, const Console& console, int& exit) {
  CLI::App& corpus = *corpus_command(program);
  auto arguments = std::make_shared<StatsArguments>();
  auto* command = corpus.add_subcommand("stats", "rates of overturned items with intervals, by any dimension");
  command->footer("Example: openimr corpus stats --library decisions.library --by drug --standardise year --year 2015");
  add_library(command, arguments);
  command->add_option("--by", arguments->by, "what to count by")
      ->check(CLI::IsMember(corpus::dimension_names()))
      ->capture_default_str();
  command
      ->add_option("--standardise", arguments->standardise, "case mix: rates as if every row had the same mix of this")
      ->check(CLI::IsMember(corpus::dimension_names()));
  command->add_option("--query", arguments->query, "only decisions that match (openimr corpus search)");
  command->add_option("--year", arguments->year, "only decisions of a year");
  auto* as_json = command->add_flag("--json", arguments->json, "answer in JSON");
  command->add_flag("--csv", arguments->csv, "answer as a table")->excludes(as_json);
  command->callback([&console, &exit, arguments] { exit = stats(console, *arguments); });

  auto whole = std::make_shared<StatsArguments>();
  auto* annual = corpus.add_subcommand("report", "the annual report: PDF, HTML, text and JSON");
  annual->footer(
      "Example: openimr corpus report 2015 --library decisions.library --store sqlite:openimr.db --out report");
  annual->add_option("YEAR", whole->year, "year of the decisions")->required()->check(CLI::Range(1990, 2100));
  add_library(annual, whole);
  annual->add_option("--store", whole->store, "casework store, for figures of applications");
  annual->add_option("--out", whole->out, "folder")->required();
  annual->callback([&console, &exit, whole] { exit = report(console, *whole); });
}

} // namespace openimr::cli
