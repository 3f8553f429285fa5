// How the files of a jurisdiction pack are read: what all of them share. Used by the loaders of this room only.
#pragma once

#include "jurisdictions/jurisdiction.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace openimr::jurisdictions {

/// The keys that every rule carries beside its own: from, to, citation, verified, note.
Citation read_citation(const text::Value& row);

/// A value with its days and source; `value` was read by the caller.
template <class T> InForce<T> read_in_force(const text::Value& row, T value) {
  InForce<T> result{std::move(value), row["from"].date(), row["to"].date(), read_citation(row)};
  if (result.from && result.to && *result.to < *result.from)
    row["to"].problem(result.to->iso(), fmt::format("a day on or after {}", result.from->iso()),
                      "swap from and to, or correct one of them");
  return result;
}

/// Puts a version into its place; a period that overlaps another is a fault at this row.
template <class T> void add_version(Dated<T>& dated, InForce<T> version, const text::Value& row) {
  for (const auto& other : dated.values) {
    const bool apart = (other.to && version.from && *other.to < *version.from) ||
                       (version.to && other.from && *version.to < *other.from);
    if (!apart)
      row.problem(fmt::format("a period that overlaps another ({} to {})",
                              other.from ? other.from->iso() : "the beginning", other.to ? other.to->iso() : "today"),
                  "periods that follow each other", "end the earlier one with `to`, or begin this one later");
  }
  dated.values.push_back(std::move(version));
  std::stable_sort(dated.values.begin(), dated.values.end(),
                   [](const auto& a, const auto& b) { return a.from.value_or(Date{}) < b.from.value_or(Date{}); });
}

/// amount, unit and month_end of a row; "business_days" and "court_days" name their calendars.
Period read_period(const text::Value& row);

/// One of the words of a list that is known at run time; anything else is a fault.
std::string read_word(const text::Value& value, const std::vector<std::string>& known);

void read_about(const text::Value& root, Jurisdiction& law);
void read_calendars(const text::Value& root, Jurisdiction& law);
void read_service(const text::Value& root, Jurisdiction& law);
void read_clocks(const text::Value& root, Jurisdiction& law);
void read_worked_dates(const text::Value& root, Jurisdiction& law);
void read_eligibility(const text::Value& root, Jurisdiction& law);
void read_reviewers(const text::Value& root, Jurisdiction& law);
void read_money(const text::Value& root, Jurisdiction& law);
void read_letters(const text::Value& root, Jurisdiction& law);
void read_sources(const text::Value& root, Jurisdiction& law);

} // namespace openimr::jurisdictions
