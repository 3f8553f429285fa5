// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/columns.h"

#include <cmath>

namespace openimr::worker {
namespace {

constexpr std::size_t fewest_rows = 4;       // of prose
constexpr std::size_t fewest_list_rows = 5;  // of a list beside prose
constexpr std::size_t fewest_words = 3;      // in the middle row of prose
constexpr double least_wrapped = 0.55;       // share of the rows of prose that are as long as they can be
constexpr double least_in_sentence = 0.3;    // share of the rows of prose that begin with a small letter
constexpr double most_rows_with_gaps = 0.25; // of prose
constexpr double least_common_starts = 0.7;  // of the paragraphs of a table's cells
constexpr double most_level_rows = 0.6;      // of a list that stands beside prose by chance
constexpr int most_columns_in_columns = 3;

const Spot& first_word(Spots spots, const Rows& rows, std::size_t index) { return spots[rows.of(rows.rows[index])[0]]; }

float right_edge(const Rows& rows) {
  float right = rows.rows.empty() ? 0 : rows.rows[0].right;
  for (const Row& row : rows.rows) right = std::max(right, row.right);
  return right;
}

bool has_wide_gap(Spots spots, std::span<const std::uint32_t> ids) {
  for (std::size_t i = 1; i < ids.size(); ++i)
    if (is_wide(spots[ids[i - 1]], spots[ids[i]])) return true;
  return false;
}

std::size_t words_of_middle_row(const Rows& rows) {
  std::vector<std::size_t> counts;
  for (const Row& row : rows.rows) counts.push_back(row.end - row.begin);
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::nth_element(counts.begin(), middle, counts.end());
  return *middle;
}

/// Share of rows that begin inside a sentence; 1 for text in capitals, where it cannot be told.
double in_sentence(Spots spots, const Rows& rows) {
  std::size_t small_words = 0, small_rows = 0;
  for (std::uint32_t id : rows.ids) small_words += spots[id].starts_small ? 1 : 0;
  if (small_words * 10 < rows.ids.size()) return 1;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) small_rows += first_word(spots, rows, i).starts_small ? 1 : 0;
  return static_cast<double>(small_rows) / static_cast<double>(rows.rows.size());
}

bool is_prose(Spots spots, const Rows& rows, int depth = 0) {
  const std::size_t count = rows.rows.size();
  if (count < fewest_rows || words_of_middle_row(rows) < fewest_words) return false;
  const auto gutter = find_gutter(spots, rows, 0, count, GapWidth::Column, fewest_rows);
  if (gutter && (gutter->last - gutter->first) * 3 > count * 2 && depth < most_columns_in_columns) {
    std::vector<std::uint32_t> left, right;
    for (std::uint32_t id : rows.ids) (spots[id].box[0] < gutter->middle() ? left : right).push_back(id);
    return is_prose(spots, rows_of(spots, std::move(left)), depth + 1) &&
           is_prose(spots, rows_of(spots, std::move(right)), depth + 1);
  }
  const float limit = right_edge(rows);
  std::size_t wrapped = 0, with_gaps = 0;
  for (std::size_t i = 0; i < count; ++i) {
    wrapped += i + 1 < count && is_wrapped(spots, rows, i, limit) ? 1 : 0;
    with_gaps += has_wide_gap(spots, rows.of(rows.rows[i])) ? 1 : 0;
  }
  const auto all = static_cast<double>(count);
  return static_cast<double>(wrapped) >= least_wrapped * (all - 1) &&
         static_cast<double>(with_gaps) <= most_rows_with_gaps * all && in_sentence(spots, rows) >= least_in_sentence;
}

/// Heights at which paragraphs begin, the first one left out.
std::vector<float> starts(Spots spots, const Rows& rows) {
  std::vector<float> heights;
  const float limit = right_edge(rows), pitch = rows.pitch();
  for (std::size_t i = 1; i < rows.rows.size(); ++i) {
    const bool is_apart = rows.rows[i].middle - rows.rows[i - 1].middle > 1.3F * pitch;
    const bool is_new = !is_wrapped(spots, rows, i - 1, limit) && !first_word(spots, rows, i).starts_small;
    if (is_apart || is_new) heights.push_back(rows.rows[i].middle);
  }
  return heights;
}

/// How many of the heights are also among the others.
std::size_t common(const std::vector<float>& heights, const std::vector<float>& others, float tolerance) {
  return static_cast<std::size_t>(std::count_if(heights.begin(), heights.end(), [&](float height) {
    return std::any_of(others.begin(), others.end(), [&](float other) { return std::abs(other - height) < tolerance; });
  }));
}

/// Cells of a table that are prose themselves begin together.
bool begin_together(Spots spots, const Rows& left, const Rows& right) {
  std::vector<float> few = starts(spots, left), many = starts(spots, right);
  if (few.size() > many.size()) std::swap(few, many);
  const float tolerance = 0.2F * left.rows[0].height;
  return few.size() >= 2 &&
         static_cast<double>(common(few, many, tolerance)) >= least_common_starts * static_cast<double>(few.size());
}

/// A list whose rows do not stand on the heights of the prose beside it.
bool is_list_beside(const Rows& list, const Rows& prose) {
  if (list.rows.size() < fewest_list_rows) return false;
  std::vector<float> heights, others;
  for (const Row& row : list.rows) heights.push_back(row.middle);
  for (const Row& row : prose.rows) others.push_back(row.middle);
  return static_cast<double>(common(heights, others, 0.2F * list.rows[0].height)) <
         most_level_rows * static_cast<double>(heights.size());
}

} // namespace

bool is_wrapped(Spots spots, const Rows& rows, std::size_t index, float limit) {
  if (index + 1 >= rows.rows.size()) return false;
  const Row& row = rows.rows[index];
  return row.right + 0.25F * row.height + first_word(spots, rows, index + 1).width() > limit;
}

bool are_columns(Spots spots, const Rows& left, const Rows& right) {
  const bool is_left_prose = is_prose(spots, left), is_right_prose = is_prose(spots, right);
  if (is_left_prose && is_right_prose) return !begin_together(spots, left, right);
  if (is_left_prose) return is_list_beside(right, left);
  return is_right_prose && is_list_beside(left, right);
}

} // namespace openimr::worker
