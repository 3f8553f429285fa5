// `openimr corpus inconsistent|agreement|funnel`: reviews held against each other.
#include "base/files.h"
#include "base/hash.h"
#include "cli/answers.h"
#include "cli/oversight_commands.h"
#include "corpus/oversight.h"

#include <algorithm>
#include <filesystem>
#include <fmt/ranges.h>
#include <map>
#include <set>

namespace openimr::cli {
namespace {

namespace json = boost::json;

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

} // namespace

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

} // namespace openimr::cli
