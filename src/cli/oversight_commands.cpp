// `openimr corpus agreement|boilerplate|fairness|forecast|funnel|inconsistent|unusual`: an institution that looks at
// itself.
#include "base/files.h"
#include "base/hash.h"
#include "cli/installation.h"
#include "cli/publication_commands.h"
#include "cli/to_json.h"
#include "corpus/oversight.h"
#include "desk/oversight.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <set>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct OversightArguments {
  std::string library, case_folder, item, file;
  std::vector<std::string> diagnoses, paths;
  std::uint64_t key = 0;
  std::size_t most = 25, smallest = 11;
  int split = 0, words = 8;
  bool json = false;
};

double rounded(double value) { return std::round(value * 1e6) / 1e6; }
json::array interval_json(const corpus::Interval& interval) { return {rounded(interval.low), rounded(interval.high)}; }
std::string percent(double rate) { return fmt::format("{:.1f}%", 100 * rate); }
std::string percent(const corpus::Interval& interval) {
  return fmt::format("{:.1f} to {:.1f}%", 100 * interval.low, 100 * interval.high);
}

json::object answer_json(const char* report) { return {{"schema", 1}, {"report", report}}; }

/// Rows of comma-separated values without quotes; the first row names the columns.
Result<std::vector<std::vector<std::string>>> read_table(const std::string& path,
                                                         const std::vector<std::string>& columns) {
  auto bytes = read_file(path, std::size_t{64} << 20);
  if (!bytes) return bytes.error();
  std::vector<std::vector<std::string>> rows;
  std::size_t line = 0;
  for (std::size_t at = 0; at < bytes->size();) {
    const std::size_t end = std::min(bytes->find('\n', at), bytes->size());
    std::string row = bytes->substr(at, end - at);
    at = end + 1;
    ++line;
    if (!row.empty() && row.back() == '\r') row.pop_back();
    if (row.empty()) continue;
    std::vector<std::string> cells(1);
    for (const char c : row) {
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    if (cells.size() != columns.size() || (line == 1 && cells != columns))
      return Error{ErrorKind::Input, fmt::format("{}:{}", path, line), row, fmt::format("{}", fmt::join(columns, ",")),
                   "write the columns in this order, without quotes"};
    if (line > 1) rows.push_back(std::move(cells));
  }
  return rows;
}

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

// --- reviews looked at ----------------------------------------------------------------------------------------------

/// What a criterion's verdict says for the request; an exclusion the other way round.
corpus::CriterionStanding standing_of(const json::object& criterion) {
  using corpus::CriterionStanding;
  const std::string verdict = json::value_to<std::string>(criterion.at("verdict"));
  const json::value* exclusion = criterion.if_contains("exclusion");
  const bool is_exclusion = exclusion && exclusion->is_bool() && exclusion->get_bool();
  if (verdict == "unknown") return CriterionStanding::Unknown;
  return (verdict == "met") != is_exclusion ? CriterionStanding::For : CriterionStanding::Against;
}

/// The decided items of a review.json, by their own criteria.
void add_judged(const json::object& review, const std::string& file, std::vector<corpus::JudgedItem>& out) {
  std::map<std::string, std::string> decisions;
  if (const json::value* determination = review.if_contains("determination");
      determination && determination->is_object())
    for (const json::value& one : determination->as_object().at("decisions").as_array())
      decisions.emplace(json::value_to<std::string>(one.at("id")), json::value_to<std::string>(one.at("decision")));
  for (const json::value& issue : review.at("issues").as_array()) {
    const std::string id = json::value_to<std::string>(issue.at("id"));
    const auto decision = decisions.find(id);
    if (decision == decisions.end()) continue;
    corpus::JudgedItem item{fmt::format("{}, item {}", file, id), {}, decision->second != "upheld"};
    for (const json::value& criterion : issue.at("criteria").as_array())
      item.verdicts.emplace(json::value_to<std::string>(criterion.at("id")), standing_of(criterion.as_object()));
    if (!item.verdicts.empty()) out.push_back(std::move(item));
  }
}

Result<std::vector<corpus::JudgedItem>> read_judged(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const std::string& name : files_below(path))
      if (name == "review.json" || name.ends_with("/review.json")) files.push_back(path + "/" + name);
  }
  std::vector<corpus::JudgedItem> out;
  for (const std::string& file : files) {
    auto bytes = read_file(file, std::size_t{256} << 20);
    if (!bytes) return bytes.error();
    try {
      add_judged(json::parse(*bytes).as_object(), file, out);
    } catch (const std::exception& error) {
      return Error{ErrorKind::Input, file, error.what(), "what `openimr review --out` leaves as review.json",
                   "review the case again"};
    }
  }
  return out;
}

int inconsistent(const Console& console, const OversightArguments& arguments) {
  auto items = read_judged(arguments.paths);
  if (!items) return console.fail(items.error());
  const auto found = corpus::find_inconsistent(*items);
  const auto interval = corpus::wilson(found.inconsistent_one_factor, found.one_factor);
  json::array pairs;
  for (const auto& pair : found.inconsistent) {
    const auto &better = (*items)[pair.better], &worse = (*items)[pair.worse];
    if (arguments.json)
      pairs.push_back(
          json::object{{"upheld", better.name}, {"overturned", worse.name}, {"differ", json::value_from(pair.differ)}});
    else
      console.line(fmt::format("{} was upheld, {} overturned; the first is no worse on any criterion and better on {}",
                               better.name, worse.name, fmt::join(pair.differ, ", ")));
  }
  if (arguments.json) {
    json::object out = answer_json("inconsistent");
    out["examined"] = items->size();
    out["comparable"] = found.comparable;
    out["one_factor"] = found.one_factor;
    out["inconsistent_one_factor"] = found.inconsistent_one_factor;
    out["interval"] = interval_json(interval);
    out["equal"] = found.equal;
    out["equal_decided_unlike"] = found.equal_unlike;
    out["published_single"] = corpus::rand_single;
    out["published_panel"] = corpus::rand_panel;
    out["pairs"] = std::move(pairs);
    console.write(json_line(out));
  } else {
    console.line(
        fmt::format("{} items, {} comparable pairs, {} inconsistent; of {} that differ in one criterion {} ({}), "
                    "beside 6.6% of single panellists and 2.7% of panels in coronary surgery (Kravitz 1997)",
                    items->size(), found.comparable, found.inconsistent.size(), found.one_factor,
                    found.inconsistent_one_factor, percent(interval)));
    console.line(fmt::format("{} pairs have the same verdicts throughout; {} of them were decided unlike", found.equal,
                             found.equal_unlike));
  }
  return found.inconsistent.empty() ? exit_done : exit_no;
}

/// Ratings by subject and category; raters by name. Two raters who rated every subject: Cohen; else Fleiss.
int agreement(const Console& console, const OversightArguments& arguments) {
  auto rows = read_table(arguments.file, {"subject", "rater", "decision"});
  if (!rows) return console.fail(rows.error());
  std::map<std::string, std::map<std::string, std::string>> by_subject;
  std::set<std::string> raters, categories;
  for (const auto& row : *rows) {
    if (!by_subject[row[0]].emplace(row[1], row[2]).second)
      return console.fail({ErrorKind::Input, arguments.file, fmt::format("subject {} twice by {}", row[0], row[1]),
                           "one decision of each rater", "remove one"});
    raters.insert(row[1]);
    categories.insert(row[2]);
  }
  const std::vector<std::string> names(categories.begin(), categories.end());
  const auto place = [&](const std::string& category) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), category) - names.begin());
  };
  std::optional<corpus::Kappa> kappa;
  const bool is_pair = raters.size() == 2 && std::all_of(by_subject.begin(), by_subject.end(),
                                                         [](const auto& entry) { return entry.second.size() == 2; });
  if (is_pair) {
    std::vector<std::vector<std::size_t>> table(names.size(), std::vector<std::size_t>(names.size()));
    for (const auto& [subject, ratings] : by_subject)
      ++table[place(ratings.begin()->second)][place(std::next(ratings.begin())->second)];
    kappa = corpus::cohen_kappa(table);
  } else {
    std::vector<std::vector<std::size_t>> ratings;
    for (const auto& [subject, given] : by_subject) {
      ratings.emplace_back(names.size());
      for (const auto& [rater, category] : given) ++ratings.back()[place(category)];
    }
    kappa = corpus::fleiss_kappa(ratings);
  }
  if (!kappa)
    return console.fail(
        {ErrorKind::Input, arguments.file,
         fmt::format("{} subjects, {} raters, {} categories", by_subject.size(), raters.size(), names.size()),
         "at least two subjects, the same number of ratings of each, and two categories",
         "leave out subjects with fewer ratings"});
  if (arguments.json) {
    json::object out = answer_json("agreement");
    out["kind"] = is_pair ? "cohen" : "fleiss";
    out["subjects"] = kappa->subjects;
    out["raters"] = raters.size();
    out["observed"] = rounded(kappa->observed);
    out["expected"] = rounded(kappa->expected);
    out["kappa"] = rounded(kappa->value);
    out["standard_error"] = rounded(kappa->standard_error);
    out["interval"] = json::array{rounded(kappa->interval.low), rounded(kappa->interval.high)};
    console.write(json_line(out));
  } else {
    console.line(fmt::format("{} kappa {:.3f} ({:.3f} to {:.3f}); agreed {} of {} subjects, by chance {}",
                             is_pair ? "Cohen's" : "Fleiss'", kappa->value, kappa->interval.low, kappa->interval.high,
                             percent(kappa->observed), kappa->subjects, percent(kappa->expected)));
  }
  return exit_done;
}

int funnel(const Console& console, const OversightArguments& arguments) {
  auto rows = read_table(arguments.file, {"reviewer", "stratum", "decision"});
  if (!rows) return console.fail(rows.error());
  std::vector<corpus::FunnelEntry> entries;
  for (const auto& row : *rows) {
    if (row[2] != "upheld" && row[2] != "overturned" && row[2] != "partially_overturned")
      return console.fail({ErrorKind::Input, arguments.file, row[2], "upheld, overturned or partially_overturned",
                           "write one of them"});
    // Another key gives other pseudonyms, so that none is stable across reports (LC 4610.6(f)).
    entries.push_back({fmt::format("P{:08x}", static_cast<std::uint32_t>(keyed_hash(arguments.key, row[0]))), row[1],
                       row[2] != "upheld"});
  }
  json::array out_rows;
  for (const auto& row : corpus::funnel(entries)) {
    if (row.n < arguments.smallest) continue;
    if (arguments.json)
      out_rows.push_back(json::object{{"pseudonym", row.who},
                                      {"items", row.n},
                                      {"overturned", row.changed},
                                      {"expected", rounded(row.expected)},
                                      {"adjusted_rate", rounded(row.adjusted)},
                                      {"z", rounded(row.z)},
                                      {"outside_95", row.is_outside_95},
                                      {"outside_998", row.is_outside_998}});
    else
      console.line(fmt::format("{} {:>6} items, {:>5} overturned, {:>7.1f} expected, adjusted {:>6}, z {:+.2f}{}",
                               row.who, row.n, row.changed, row.expected, percent(row.adjusted), row.z,
                               row.is_outside_998  ? "  beyond 99.8%"
                               : row.is_outside_95 ? "  beyond 95%"
                                                   : ""));
  }
  if (arguments.json) {
    json::object out = answer_json("funnel");
    out["rows"] = std::move(out_rows);
    console.write(json_line(out));
  }
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
  command->add_option("--library", arguments->library, "library of decisions (openimr corpus import)")
      ->required()
      ->envname("OPENIMR_LIBRARY");
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
