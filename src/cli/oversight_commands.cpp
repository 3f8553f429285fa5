// `openimr corpus agreement|boilerplate|fairness|forecast|funnel|inconsistent|unusual`: an institution that looks at
// itself.
#include "cli/oversight_commands.h"
#include "cli/answers.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/publication_commands.h"
#include "desk/oversight.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;

// --- forecast -------------------------------------------------------------------------------------------------------

json::object forecast_json(const desk::ForecastQuestion& question, const corpus::Forecast& told,
                           const corpus::ItemIndex& index) {
  json::array reasons, nearest;
  for (const auto& reason : told.reasons)
    reasons.push_back(
        json::object{{"feature", reason.feature}, {"items", reason.items}, {"overturned", reason.changed}});
  for (const auto& one : told.nearest) {
    const auto& item = index.at(one.item);
    nearest.push_back(json::object{{"permalink", item.permalink},
                                   {"item", item.n},
                                   {"overturned", item.is_changed},
                                   {"likeness", rounded(one.likeness)}});
  }
  json::object grounds;
  for (const auto& [code, count] : told.grounds) grounds[code] = count;
  return {{"id", question.id},
          {"text", question.text},
          {"silent", told.is_silent},
          {"why_silent", told.why_silent.empty() ? json::value(nullptr) : json::value(told.why_silent)},
          {"probability", told.is_silent ? json::value(nullptr) : json::value(rounded(told.probability))},
          {"interval", told.is_silent ? json::value(nullptr) : json::value(interval_json(told.interval))},
          {"neighbours", told.neighbours},
          {"neighbours_overturned", told.changed},
          {"effective", rounded(told.effective)},
          {"reasons", std::move(reasons)},
          {"grounds", std::move(grounds)},
          {"nearest", std::move(nearest)}};
}

void print_forecast(const Console& console, const desk::ForecastQuestion& question, const corpus::Forecast& told) {
  static const std::map<std::string, std::string> why{
      {"no_neighbours", "nothing like it was decided"},
      {"too_few", "too few items like it were decided"},
      {"too_wide", "items like it were decided either way: the interval is too wide"}};
  console.line(console.in(Tone::Strong, fmt::format("{}. {}", question.id, question.text)));
  if (told.is_silent)
    console.line(fmt::format("   no forecast: {} ({} neighbours)", why.at(told.why_silent), told.neighbours));
  else
    console.line(fmt::format("   {} of items like it were overturned ({}); {} of the {} nearest",
                             percent(told.probability), percent(told.interval), told.changed, told.neighbours));
  for (const auto& reason : told.reasons)
    console.line(fmt::format("   {:<50} {} of {}", reason.feature, reason.changed, reason.items));
}

int calibration(const Console& console, const OversightArguments& arguments, const desk::Installation& installation) {
  auto told = desk::calibrate(arguments.library, arguments.split, {}, installation);
  if (!told) return console.fail(told.error());
  json::array bins;
  for (const auto& bin : told->bins)
    bins.push_back(json::object{
        {"low", bin.low}, {"high", bin.high}, {"n", bin.n}, {"overturned", bin.changed}, {"mean", rounded(bin.mean)}});
  if (arguments.json) {
    json::object out = answer_json("calibration");
    out["split"] = arguments.split;
    out["asked"] = told->asked;
    out["answered"] = told->answered;
    out["overturned"] = told->changed;
    out["brier"] = rounded(told->brier);
    out["brier_of_base_rate"] = rounded(told->brier_of_base);
    out["calibration_error"] = rounded(told->error);
    out["auc"] = rounded(told->auc);
    out["base_rate"] = rounded(told->base_rate);
    out["bins"] = std::move(bins);
    console.write(json_line(out));
    return exit_done;
  }
  console.line(fmt::format("items from {} on: {}, answered {}; Brier {:.4f} (base rate for everybody {:.4f}), "
                           "calibration error {:.4f}, area {:.3f}",
                           arguments.split, told->asked, told->answered, told->brier, told->brier_of_base, told->error,
                           told->auc));
  for (const auto& bin : told->bins)
    if (bin.n > 0)
      console.line(fmt::format("  forecast {:.0f} to {:.0f}%: mean {}, came out {} of {} ({})", 100 * bin.low,
                               100 * bin.high, percent(bin.mean), bin.changed, bin.n,
                               percent(static_cast<double>(bin.changed) / static_cast<double>(bin.n))));
  return exit_done;
}

int forecast(const Console& console, const OversightArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  if (arguments.split != 0) return calibration(console, arguments, *installation);
  if (arguments.case_folder.empty() == arguments.item.empty())
    return console.fail({ErrorKind::Input, "corpus forecast", arguments.item.empty() ? "neither" : "both",
                         "--case CASE or --item WORDS", "name what is asked about"});
  std::vector<desk::ForecastQuestion> questions;
  if (!arguments.case_folder.empty()) {
    auto asked = desk::questions_of_case(arguments.case_folder, *installation);
    if (!asked) return console.fail(asked.error());
    questions = std::move(*asked);
  } else {
    auto asked = desk::question_of_words(arguments.item, arguments.diagnoses, *installation);
    if (!asked) return console.fail(asked.error());
    questions.push_back(std::move(*asked));
  }
  auto index = desk::index_of_library(arguments.library, {}, {}, *installation);
  if (!index) return console.fail(index.error());
  json::array rows;
  bool is_silent = true;
  for (const auto& question : questions) {
    const auto told = corpus::forecast(*index, index->query(question.asked, question.asked.items.front()), "", {});
    is_silent &= told.is_silent;
    if (arguments.json)
      rows.push_back(forecast_json(question, told, *index));
    else
      print_forecast(console, question, told);
  }
  if (arguments.json) {
    json::object out = answer_json("forecast");
    out["items"] = std::move(rows);
    console.write(json_line(out));
  } else {
    console.line(
        "A rate of other cases says nothing of this one's merits, and is not for the reviewer before the signature.");
  }
  return is_silent ? exit_no : exit_done;
}

// --- the library looked at ------------------------------------------------------------------------------------------

int unusual(const Console& console, const OversightArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto index = desk::index_of_library(arguments.library, {}, {}, *installation);
  if (!index) return console.fail(index.error());
  auto found = corpus::unusual_decisions(*index, {});
  const std::size_t all = found.size();
  if (found.size() > arguments.most) found.resize(arguments.most);
  json::array rows;
  for (const auto& one : found) {
    const auto& item = index->at(one.item);
    if (arguments.json)
      rows.push_back(json::object{{"permalink", item.permalink},
                                  {"item", item.n},
                                  {"treatment", item.treatment},
                                  {"overturned", item.is_changed},
                                  {"neighbours", one.neighbours},
                                  {"decided_alike", one.as_this},
                                  {"interval", interval_json(one.interval)}});
    else
      console.line(fmt::format("{} item {}: {}, {}; {} of {} neighbours were decided so ({})", item.permalink, item.n,
                               item.treatment, item.is_changed ? "overturned" : "upheld", one.as_this, one.neighbours,
                               percent(one.interval)));
  }
  if (!arguments.json) {
    console.line(fmt::format("{} of {} items differ from nearly all of their neighbours; each may have its reason", all,
                             index->size()));
    return exit_done;
  }
  json::object out = answer_json("unusual");
  out["examined"] = index->size();
  out["found"] = all;
  out["items"] = std::move(rows);
  console.write(json_line(out));
  return exit_done;
}

int fairness(const Console& console, const OversightArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto rows = desk::fairness(arguments.library, arguments.smallest, *installation);
  if (!rows) return console.fail(rows.error());
  json::array out_rows;
  for (const auto& row : *rows) {
    const double rate = static_cast<double>(row.changed) / static_cast<double>(row.n);
    const double rest = row.rest == 0 ? 0 : static_cast<double>(row.rest_changed) / static_cast<double>(row.rest);
    if (arguments.json) {
      json::object one{{"dimension", corpus::name(row.dimension)},
                       {"label", row.label},
                       {"items", row.n},
                       {"overturned", row.changed},
                       {"rate", rounded(rate)},
                       {"rate_of_rest", rounded(rest)},
                       {"difference", rounded(rate - rest)},
                       {"interval", interval_json(row.difference)}};
      if (row.standardised)
        one["standardised"] = json::object{{"rate", rounded(row.standardised->rate)},
                                           {"interval", interval_json(row.standardised->interval)},
                                           {"coverage", rounded(row.standardised->coverage)}};
      out_rows.push_back(std::move(one));
    } else {
      console.line(fmt::format(
          "{:<9} {:<12} {:>7} items, {} overturned; {:+.1f} points beside the rest ({:+.1f} to {:+.1f}){}",
          corpus::name(row.dimension), row.label, row.n, percent(rate), 100 * (rate - rest), 100 * row.difference.low,
          100 * row.difference.high,
          row.standardised ? fmt::format("; with the same mix of categories {} ({})", percent(row.standardised->rate),
                                         percent(row.standardised->interval))
                           : ""));
    }
  }
  if (!arguments.json) {
    console.line(fmt::format("{} comparisons: about one in twenty lies beyond its interval by chance. A difference is "
                             "a question, not an answer: case mix beyond the category is not taken out.",
                             rows->size()));
    return exit_done;
  }
  json::object out = answer_json("fairness");
  out["comparisons"] = rows->size();
  out["rows"] = std::move(out_rows);
  console.write(json_line(out));
  return exit_done;
}

int boilerplate(const Console& console, const OversightArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto report = desk::boilerplate_of_library(arguments.library, arguments.words, arguments.most, *installation);
  if (!report) return console.fail(report.error());
  json::array rows;
  for (const auto& one : report->most) {
    if (arguments.json)
      rows.push_back(json::object{{"permalink", one.permalink},
                                  {"item", one.item},
                                  {"sequences", one.sequences},
                                  {"share", rounded(one.share)}});
    else
      console.line(fmt::format("{} item {}: {} of {} word sequences stood in earlier rationales", one.permalink,
                               one.item, percent(one.share), one.sequences));
  }
  if (!arguments.json) {
    console.line(fmt::format("{} rationales; half of them repeat {} or more, {} on average (sequences of {} words)",
                             report->rationales, percent(report->median), percent(report->mean), arguments.words));
    return exit_done;
  }
  json::object out = answer_json("boilerplate");
  out["rationales"] = report->rationales;
  out["words"] = arguments.words;
  out["median"] = rounded(report->median);
  out["mean"] = rounded(report->mean);
  out["items"] = std::move(rows);
  console.write(json_line(out));
  return exit_done;
}

using Shared = std::shared_ptr<OversightArguments>;

CLI::App* add(CLI::App& corpus, const Console& console, int& exit, const Shared& arguments,
              int (*run)(const Console&, const OversightArguments&), const char* name, const char* does,
              const char* example) {
  auto* command = corpus.add_subcommand(name, does);
  command->footer(std::string("Example: ") + example);
  command->add_flag("--json", arguments->json, "answer in JSON");
  command->callback([&console, &exit, arguments, run] { exit = run(console, *arguments); });
  return command;
}

void add_library(CLI::App* command, const Shared& arguments) {
  or_environment(command->add_option("--library", arguments->library, "library of decisions (openimr corpus import)"),
                 arguments->library, "OPENIMR_LIBRARY", Need::Required);
}

} // namespace

void add_oversight_commands(CLI::App& program, const Console& console, int& exit) {
  CLI::App& corpus = *corpus_command(program);
  auto arguments = std::make_shared<OversightArguments>();
  auto* told = add(corpus, console, exit, arguments, forecast, "forecast",
                   "how often items like this one were overturned; silent where too little is known",
                   "openimr corpus forecast --library decisions.library --case my-case");
  add_library(told, arguments);
  told->add_option("--case", arguments->case_folder, "case folder: each disputed item is asked about");
  told->add_option("--item", arguments->item, "an item by its words");
  told->add_option("--diagnosis", arguments->diagnoses, "with --item: diagnoses");
  told->add_option("--calibrate", arguments->split,
                   "a year: forecast its items and later ones from those before, and say how that came out");
  auto* strange = add(corpus, console, exit, arguments, unusual, "unusual",
                      "decisions that differ from nearly all of their neighbours, for a second look",
                      "openimr corpus unusual --library decisions.library");
  add_library(strange, arguments);
  strange->add_option("--most", arguments->most, "rows")->capture_default_str();
  auto* fair = add(corpus, console, exit, arguments, fairness, "fairness",
                   "rates by sex and age beside the rest, with intervals and the same mix of categories",
                   "openimr corpus fairness --library decisions.library");
  add_library(fair, arguments);
  fair->add_option("--smallest-cell", arguments->smallest, "groups with a smaller count are left out")
      ->capture_default_str();
  auto* repeated =
      add(corpus, console, exit, arguments, boilerplate, "boilerplate",
          "how much of each rationale stood in earlier ones", "openimr corpus boilerplate --library decisions.library");
  add_library(repeated, arguments);
  repeated->add_option("--most", arguments->most, "rows")->capture_default_str();
  repeated->add_option("--words", arguments->words, "words of a sequence")
      ->check(CLI::Range(3, 20))
      ->capture_default_str();
  add(corpus, console, exit, arguments, inconsistent, "inconsistent",
      "pairs of decisions of which one is no worse on any criterion and fared worse; exit code 1 when there are any",
      "openimr corpus inconsistent reviews/")
      ->add_option("PATH", arguments->paths, "review.json files, or folders with them")
      ->required()
      ->check(CLI::ExistingPath);
  add(corpus, console, exit, arguments, agreement, "agreement", "kappa of blinded duplicate reviews, with its interval",
      "openimr corpus agreement duplicates.csv")
      ->add_option("FILE", arguments->file, "table: subject,rater,decision")
      ->required();
  auto* funnels =
      add(corpus, console, exit, arguments, funnel, "funnel",
          "outcomes of reviewers under pseudonyms, adjusted for case mix", "openimr corpus funnel reviews.csv --key 7");
  funnels->add_option("FILE", arguments->file, "table: reviewer,stratum,decision")->required();
  funnels->add_option("--key", arguments->key, "secret number of this report: decides the pseudonyms")->required();
  funnels->add_option("--smallest-cell", arguments->smallest, "reviewers with fewer items are left out")
      ->capture_default_str();
}

} // namespace openimr::cli
