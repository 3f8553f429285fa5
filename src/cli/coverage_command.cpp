// guidelines list --coverage: how much of the packs is verified and how much is doubtful.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"

#include "guidelines/coverage.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;
using guidelines::Count;
using guidelines::Coverage;

json::value count_json(const Count& count) { return json::object{{"topics", count.topics}, {"facts", count.facts}}; }

json::value row_json(const Coverage& row) {
  return json::object{{"pack", row.pack},
                      {"title", row.title},
                      {"all", count_json(row.all)},
                      {"verified", count_json(row.verified)},
                      {"seed_backed", count_json(row.seed_backed)},
                      {"partly_seen", count_json(row.partly_seen)},
                      {"from_memory", count_json(row.from_memory)},
                      {"low_confidence", count_json(row.low_confidence)},
                      {"with_doubts", count_json(row.with_doubts)},
                      {"doubts", row.doubts},
                      {"taken_over", row.taken_over},
                      {"examples", row.examples}};
}

} // namespace

int guidelines_coverage_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto library = guidelines::Library::load(installation->packs_folder);
  if (!library) return console.fail(library.error());
  std::optional<Date> as_of;
  if (!arguments.as_of.empty()) {
    as_of = Date::parse_iso(arguments.as_of);
    if (!as_of)
      return console.fail({ErrorKind::Input, "--as-of", "\"" + arguments.as_of + "\"", "a date such as 2015-03-06",
                           "write year-month-day; the day must exist"});
  }
  const auto rows = guidelines::coverage(*library, as_of);
  if (arguments.json) {
    json::array packs;
    for (const Coverage& row : rows) packs.push_back(row_json(row));
    console.write(json_line(json::object{{"packs", packs}}));
    return exit_done;
  }
  console.line("topics and facts (criteria, limits, exceptions) by what they rest on");
  console.line(fmt::format("{:<18}{:>12}{:>12}{:>12}{:>13}{:>13}{:>10}{:>9}", "", "all", "verified", "seed-backed",
                           "partly seen", "from memory", "low conf.", "doubts"));
  const auto pair = [](const Count& count) { return fmt::format("{} / {}", count.topics, count.facts); };
  for (const Coverage& row : rows)
    console.line(fmt::format("{:<18}{:>12}{:>12}{:>12}{:>13}{:>13}{:>10}{:>9}", row.pack, pair(row.all),
                             pair(row.verified), pair(row.seed_backed), pair(row.partly_seen), pair(row.from_memory),
                             row.low_confidence.topics, row.doubts));
  for (const Coverage& row : rows)
    if (row.taken_over > 0)
      console.line(fmt::format("{}: {} of {} pages take over an earlier edition's text, which was not checked against "
                               "this one",
                               row.pack, row.taken_over, row.all.topics));
  return exit_done;
}

} // namespace openimr::cli
