// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/gutters.h"

#include <array>
#include <tuple>

namespace openimr::worker {
namespace {

constexpr std::size_t strips = 256; // that the width of the words is cut into

/// One bit for every strip.
using Strips = std::array<std::uint64_t, strips / 64>;

bool has(const Strips& set, std::size_t strip) { return (set[strip / 64] >> (strip % 64) & 1) != 0; }

Strips operator|(Strips a, const Strips& b) {
  for (std::size_t word = 0; word < a.size(); ++word) a[word] |= b[word];
  return a;
}

/// The strips of a stretch of the page.
class Ruler {
public:
  Ruler(const Rows& rows, std::size_t first, std::size_t last) {
    left_ = rows.rows[first].left;
    float right = rows.rows[first].right;
    for (std::size_t i = first; i < last; ++i) {
      left_ = std::min(left_, rows.rows[i].left);
      right = std::max(right, rows.rows[i].right);
    }
    step_ = std::max((right - left_) / static_cast<float>(strips), 0.01F);
  }

  std::size_t strip(float x) const {
    const float at = (x - left_) / step_;
    return at <= 0 ? 0 : std::min(strips - 1, static_cast<std::size_t>(at));
  }
  float begin(std::size_t strip) const { return left_ + static_cast<float>(strip) * step_; }

  /// The strips that the words of a row stand on, those of small gaps between them included.
  Strips covered(Spots spots, std::span<const std::uint32_t> ids, GapWidth width) const {
    Strips set{};
    float begin = spots[ids[0]].box[0], end = spots[ids[0]].box[2];
    for (std::size_t i = 1; i < ids.size(); ++i) {
      const Spot& before = spots[ids[i - 1]];
      const Spot& word = spots[ids[i]];
      const float size = std::min(word.height(), before.height());
      const float least = width == GapWidth::Column ? std::max(size, 9.0F) : std::max(0.5F * size, 4.0F);
      if (word.box[0] - end > least) {
        cover(set, begin, end);
        begin = word.box[0];
      }
      end = std::max(end, word.box[2]);
    }
    cover(set, begin, end);
    return set;
  }

private:
  void cover(Strips& set, float begin, float end) const {
    for (std::size_t at = strip(begin), last = strip(end); at <= last; ++at)
      set[at / 64] |= std::uint64_t{1} << (at % 64);
  }

  float left_ = 0, step_ = 1;
};

/// The stretch of rows around a strip, while it is looked for.
struct Run {
  std::size_t first = 0, left = 0, right = 0;
};

std::vector<Strips> covered_of(Spots spots, const Rows& rows, std::size_t first, std::size_t last, GapWidth width,
                               const Ruler& ruler) {
  std::vector<Strips> covered;
  covered.reserve(last - first);
  for (std::size_t i = first; i < last; ++i) covered.push_back(ruler.covered(spots, rows.of(rows.rows[i]), width));
  return covered;
}

/// The widest strips around `strip` that are free in all rows of the gutter.
void widen(Gutter& gutter, std::size_t strip, std::span<const Strips> covered, std::size_t first, const Ruler& ruler) {
  Strips all{};
  for (std::size_t i = gutter.first; i < gutter.last; ++i) all = all | covered[i - first];
  std::size_t begin = strip, end = strip + 1;
  while (begin > 0 && !has(all, begin - 1)) --begin;
  while (end < strips && !has(all, end)) ++end;
  gutter.left = ruler.begin(begin);
  gutter.right = ruler.begin(end);
}

/// Strips that are free in `fewest` rows that follow each other.
Strips open_in(std::span<const Strips> covered, std::size_t fewest) {
  Strips open{};
  for (std::size_t i = 0; i + fewest <= covered.size(); ++i) {
    Strips all = covered[i];
    for (std::size_t next = i + 1; next < i + fewest; ++next) all = all | covered[next];
    for (std::size_t word = 0; word < open.size(); ++word) open[word] |= ~all[word];
  }
  return open;
}

/// Free strips between covered ones, adjoining ones taken together.
std::size_t gutters_in(const Strips& covered) {
  std::size_t count = 0;
  bool has_begun = false, is_free = false;
  for (std::size_t strip = 0; strip < strips; ++strip) {
    if (has(covered, strip)) {
      count += has_begun && is_free ? 1 : 0;
      has_begun = true;
    }
    is_free = !has(covered, strip);
  }
  return count;
}

} // namespace

std::optional<Gutter> find_gutter(Spots spots, const Rows& rows, std::size_t first, std::size_t last, GapWidth width,
                                  std::size_t fewest) {
  if (last - first < fewest) return std::nullopt;
  const Ruler ruler(rows, first, last);
  const std::vector<Strips> covered = covered_of(spots, rows, first, last, width, ruler);
  // Every strip that is free inside the words of some row, or between those of two rows.
  Gutter best;
  std::size_t best_strip = 0;
  std::tuple<std::size_t, std::size_t, std::size_t> best_worth; // rows on both sides, rows, width
  const Strips open = open_in(covered, fewest);
  for (std::size_t strip = 1; strip + 1 < strips; ++strip) {
    if (!has(open, strip)) continue;
    const float x = ruler.begin(strip);
    Run run{first};
    const auto close = [&](std::size_t end) {
      const std::size_t both = std::min(run.left, run.right);
      if (both < fewest) return;
      std::size_t wide = 0; // free strips beside it in its first row
      while (strip + wide + 1 < strips && !has(covered[run.first - first], strip + wide + 1)) ++wide;
      const auto worth = std::tuple(both, end - run.first, wide);
      if (worth <= best_worth) return;
      best_worth = worth;
      best = {run.first, end, 0, 0, both};
      best_strip = strip;
    };
    for (std::size_t i = first; i < last; ++i) {
      if (has(covered[i - first], strip)) {
        close(i);
        run = {i + 1};
        continue;
      }
      run.left += rows.rows[i].left < x ? 1 : 0;
      run.right += rows.rows[i].right > x ? 1 : 0;
    }
    close(last);
  }
  if (best.both < fewest) return std::nullopt;
  widen(best, best_strip, covered, first, ruler);
  return best;
}

std::vector<std::size_t> stretches(Spots spots, const Rows& rows, std::size_t first, std::size_t last) {
  const Ruler ruler(rows, first, last);
  const std::vector<Strips> covered = covered_of(spots, rows, first, last, GapWidth::Column, ruler);
  std::vector<std::size_t> bounds = {first};
  Strips all = covered[0];
  for (std::size_t i = first + 1; i < last; ++i) {
    const Strips& row = covered[i - first];
    const std::size_t before = gutters_in(all), with_row = gutters_in(all | row);
    const bool is_first_pair = i - bounds.back() == 1;
    if (with_row < (is_first_pair ? std::min(before, gutters_in(row)) : before)) {
      bounds.push_back(i);
      all = row;
    } else {
      all = all | row;
    }
  }
  bounds.push_back(last);
  return bounds;
}

std::vector<Gutter> gutters_through(Spots spots, const Rows& rows, std::size_t first, std::size_t last) {
  const Ruler ruler(rows, first, last);
  const std::vector<Strips> covered = covered_of(spots, rows, first, last, GapWidth::Column, ruler);
  Strips all{};
  for (const Strips& row : covered) all = all | row;
  std::vector<Gutter> found;
  std::size_t begin = strips;
  bool has_begun = false; // the words left of it
  for (std::size_t strip = 0; strip < strips; ++strip) {
    if (!has(all, strip)) {
      if (begin == strips) begin = strip;
      continue;
    }
    if (has_begun && begin != strips) found.push_back({first, last, ruler.begin(begin), ruler.begin(strip), 0});
    begin = strips;
    has_begun = true;
  }
  return found;
}

} // namespace openimr::worker
