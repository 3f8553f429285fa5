#include "desk/retention.h"

#include "base/files.h"
#include "desk/case_papers.h"
#include "text/data_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

namespace openimr::desk {
namespace {

/// Kinds of events with which a case ends.
constexpr std::array<std::string_view, 8> ends = {"issued",          "corrected",    "terminated", "withdrawn",
                                                  "duplicate_found", "consolidated", "screened",   "affirmed"};

RetentionRule read_rule(const text::Value& value) {
  value.only({"jurisdiction", "years", "basis", "citation", "why"});
  value.required("why").string();
  const int years = value["years"].integer();
  if (years < 1 || years > 100) value["years"].problem(fmt::format("{}", years), "1 to 100 years", "correct it");
  return {value.required("jurisdiction").string(), years, value.required("basis").one_of({"law", "policy"}),
          value.required("citation").string()};
}

} // namespace

Result<std::vector<RetentionRule>> read_retention(const std::string& packs_folder) {
  const std::string path = packs_folder + "/organization/retention.yaml";
  auto bytes = read_file(path, std::size_t{1} << 20);
  if (!bytes) return bytes.error();
  auto file = text::DataFile::parse(path, *bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "rules"});
  root["schema"].one_of({"1"}, "1");
  std::vector<RetentionRule> rules;
  std::set<std::string> known;
  for (const text::Value& each : root.required("rules").list()) {
    rules.push_back(read_rule(each));
    if (!known.insert(rules.back().jurisdiction).second)
      each["jurisdiction"].problem(fmt::format("\"{}\" again", rules.back().jurisdiction), "one rule each",
                                   "leave one of the two");
  }
  if (!known.contains("*"))
    root["rules"].problem("no rule for \"*\"", "one for every jurisdiction that has none of its own", "add it");
  if (!reader.problems().empty()) return reader.as_error();
  return rules;
}

const RetentionRule& rule_of(const std::vector<RetentionRule>& rules, const std::string& jurisdiction) {
  const auto named = [&](const std::string& name) {
    return std::find_if(rules.begin(), rules.end(), [&](const auto& one) { return one.jurisdiction == name; });
  };
  const auto own = named(jurisdiction);
  return own != rules.end() ? *own : *named("*");
}

Date kept_until(const RetentionRule& rule, Date ended) {
  const int year = ended.year() + rule.years;
  const auto same_day = Date::from(year, ended.month(), ended.day());
  return same_day ? *same_day : *Date::from(year, 3, 1); // the 29th of February
}

std::optional<Date> ended_on(const casework::Case& state) {
  if (state.status != casework::Status::Determined && state.status != casework::Status::Closed) return std::nullopt;
  std::optional<Date> last;
  for (const std::string_view kind : ends)
    if (const auto day = state.days.find(kind); day != state.days.end() && (!last || *last < day->second))
      last = day->second;
  return last;
}

Result<int> retain_papers(store::Store& store, vault::Vault& vault, const std::string& number, Date until) {
  auto papers = case_papers(store, number);
  if (!papers) return papers.error();
  int moved = 0;
  std::set<std::string> seen;
  for (const CasePaper& paper : *papers) {
    if (paper.vault.empty() || !seen.insert(paper.vault).second) continue;
    const auto known = vault.about(paper.vault);
    if (!known && known.error().kind == ErrorKind::NotFound) continue; // erased
    if (!known) return known.error();
    if (known->retain_until && !(*known->retain_until < until)) continue;
    if (auto kept = vault.retain(paper.vault, until); !kept) return kept.error();
    ++moved;
  }
  return moved;
}

} // namespace openimr::desk
