#include "reviewers/assignment_costs.h"

#include "text/data_file.h"

#include <algorithm>
#include <cmath>

namespace openimr::reviewers {
namespace {

std::int64_t cost(const text::Value& row, const char* key) {
  const text::Value value = row.required(key);
  const int number = value.integer();
  if (number < 0 || number > 100'000)
    value.problem(std::to_string(number), "a whole number from 0 to 100000", "correct it");
  return std::clamp(number, 0, 100'000);
}

} // namespace

std::int64_t AssignmentCosts::of(const SlateEntry& entry, const Reviewer& reviewer,
                                 std::optional<int> days_left) const {
  std::int64_t sum = entry.fit == Fit::Same ? same : entry.fit == Fit::Similar ? similar : unknown;
  if (!entry.is_preferred) sum += outside_preferred_state;
  if (days_left) {
    const double late = std::ceil(reviewer.turnaround_days.value_or(unknown_turnaround_days)) - *days_left;
    sum += late_day * std::clamp(static_cast<std::int64_t>(late), std::int64_t{0}, late_days_most);
  }
  return sum;
}

Result<AssignmentCosts> load_assignment_costs(const std::string& packs_folder) {
  auto file = text::DataFile::read(packs_folder + "/assignment/costs.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "fit", "outside_preferred_state", "late_day", "late_days_most", "unknown_turnaround_days",
             "uneven_load"});
  AssignmentCosts costs;
  const text::Value fit = root.required("fit");
  fit.only({"same", "similar", "unknown"});
  costs.same = cost(fit, "same");
  costs.similar = cost(fit, "similar");
  costs.unknown = cost(fit, "unknown");
  costs.outside_preferred_state = cost(root, "outside_preferred_state");
  costs.late_day = cost(root, "late_day");
  costs.late_days_most = cost(root, "late_days_most");
  costs.unknown_turnaround_days = static_cast<double>(cost(root, "unknown_turnaround_days"));
  costs.uneven_load = cost(root, "uneven_load");
  if (!reader.problems().empty()) return reader.as_error();
  return costs;
}

} // namespace openimr::reviewers
