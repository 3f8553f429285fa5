// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/rows.h"

#include <cmath>
#include <utility>

namespace openimr::worker {
namespace {

constexpr std::size_t rows_looked_back_at = 6;

/// A row that still takes words in.
struct Gathering {
  float middle = 0, height = 0;
  std::uint32_t count = 0;

  void add(const Spot& spot) {
    const auto before = static_cast<float>(count);
    middle = (middle * before + spot.middle()) / (before + 1);
    height = (height * before + spot.height()) / (before + 1);
    ++count;
  }
};

/// The row among the latest ones that the word stands on, or the number of rows when it begins another.
std::size_t row_for(const Spot& spot, const std::vector<Gathering>& rows) {
  std::size_t nearest = rows.size();
  float nearest_distance = 0;
  for (std::size_t back = 1; back <= rows_looked_back_at && back <= rows.size(); ++back) {
    const Gathering& row = rows[rows.size() - back];
    const float distance = std::abs(spot.middle() - row.middle);
    const bool is_on_it = distance < 0.5F * std::min(spot.height(), row.height);
    if (is_on_it && (nearest == rows.size() || distance < nearest_distance)) {
      nearest = rows.size() - back;
      nearest_distance = distance;
    }
  }
  return nearest;
}

/// Top, bottom, left and right of the words of a row, which are put in order.
void finish(Spots spots, std::vector<std::uint32_t>& ids, Row& row) {
  const auto begin = ids.begin() + row.begin, end = ids.begin() + row.end;
  std::sort(begin, end, [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(spots[a].box[0], a) < std::pair(spots[b].box[0], b);
  });
  row.top = row.left = std::numeric_limits<float>::max();
  row.bottom = row.right = std::numeric_limits<float>::lowest();
  for (auto id = begin; id != end; ++id) {
    const records::Box& box = spots[*id].box;
    row.left = std::min(row.left, box[0]);
    row.top = std::min(row.top, box[1]);
    row.right = std::max(row.right, box[2]);
    row.bottom = std::max(row.bottom, box[3]);
  }
}

} // namespace

float Rows::pitch() const {
  std::vector<float> pitches;
  for (std::size_t i = 1; i < rows.size(); ++i) pitches.push_back(rows[i].middle - rows[i - 1].middle);
  if (pitches.empty()) return 0;
  const auto middle = pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() / 2);
  std::nth_element(pitches.begin(), middle, pitches.end());
  return *middle;
}

Rows rows_of(Spots spots, std::vector<std::uint32_t> ids) {
  std::sort(ids.begin(), ids.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(spots[a].middle(), a) < std::pair(spots[b].middle(), b);
  });
  std::vector<Gathering> gathered;
  std::vector<std::uint32_t> row_of_word(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::size_t row = row_for(spots[ids[i]], gathered);
    if (row == gathered.size()) gathered.emplace_back();
    gathered[row].add(spots[ids[i]]);
    row_of_word[i] = static_cast<std::uint32_t>(row);
  }
  std::vector<std::uint32_t> order(gathered.size()), place(gathered.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(gathered[a].middle, a) < std::pair(gathered[b].middle, b);
  });
  Rows result;
  std::uint32_t begin = 0;
  for (std::uint32_t row : order) {
    place[row] = begin;
    result.rows.push_back({begin, begin + gathered[row].count, gathered[row].middle, gathered[row].height});
    begin += gathered[row].count;
  }
  result.ids.resize(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) result.ids[place[row_of_word[i]]++] = ids[i];
  for (Row& row : result.rows) finish(spots, result.ids, row);
  return result;
}

} // namespace openimr::worker
