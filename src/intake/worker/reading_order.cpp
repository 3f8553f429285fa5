// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/reading_order.h"

#include "intake/worker/columns.h"
#include "intake/worker/tables.h"

#include <array>

namespace openimr::worker {
namespace {

using records::Box;

constexpr int most_searches = 64;        // for gutters, of one page
constexpr int deepest = 8;               // columns in columns
constexpr std::size_t fewest_beside = 2; // rows beside each other that make a table
constexpr std::size_t fewest_narrow = 6; // rows beside a narrow gutter
constexpr std::size_t few_rows = 4;      // fewer that stand apart from columns are a letterhead or a foot
constexpr float apart = 1.5F;            // how far, in heights

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// The box as if the word ran to the right.
Box turned_box(const Box& box, int quarter_turns) {
  switch (quarter_turns) {
  case 1:
    return {box[1], -box[2], box[3], -box[0]};
  case 2:
    return {-box[2], -box[3], -box[0], -box[1]};
  case 3:
    return {-box[3], box[0], -box[1], box[2]};
  default:
    return box;
  }
}

Spot spot_of(const PlacedWord& word) {
  Spot spot;
  spot.box = turned_box(word.box, word.quarter_turns);
  spot.is_glued = word.is_glued;
  spot.starts_small = !word.text.empty() && is_small(word.text[0]);
  spot.starts_capital = !word.text.empty() && is_capital(word.text[0]);
  spot.ends_label = word.text.ends_with(':');
  return spot;
}

Gap between(const Spot& before, const Spot& word) {
  if (is_wide(before, word)) return Gap::Cell;
  const float size = std::min(word.height(), before.height());
  return before.is_glued && word.box[0] - before.box[2] <= 0.15F * size ? Gap::None : Gap::Space;
}

/// Puts the words of one direction in order.
class Order {
public:
  Order(Spots spots, std::vector<Step>& steps) : spots_(spots), steps_(steps) {}

  void read(std::vector<std::uint32_t> ids, Gap before, int depth = 0) {
    const Rows rows = rows_of(spots_, std::move(ids));
    const Flow flow{rows, rows.pitch(), depth};
    read(flow, 0, rows.rows.size(), before);
  }

private:
  struct Flow {
    const Rows& rows;
    float pitch = 0;
    int depth = 0;
  };

  void read(const Flow& flow, std::size_t first, std::size_t last, Gap before) {
    while (first < last) {
      std::optional<Gutter> gutter = next_gutter(flow, first, last);
      if (!gutter) return lines(flow, first, last, before);
      const Gutter trimmed = without_edges(flow.rows, *gutter);
      const bool is_split = split(flow, trimmed);
      *gutter = is_split ? trimmed : rows_beside(flow.rows, *gutter);
      if (gutter->first > first) {
        read(flow, first, gutter->first, before);
        before = is_split ? Gap::Column : gap_above(flow, gutter->first);
      }
      if (is_split)
        columns(flow, *gutter, before);
      else
        table(flow, *gutter, before);
      first = gutter->last;
      if (first < last) before = is_split ? Gap::Column : gap_above(flow, first);
    }
  }

  std::optional<Gutter> next_gutter(const Flow& flow, std::size_t first, std::size_t last) {
    if (flow.depth >= deepest || --searches_left_ < 0) return std::nullopt;
    auto wide = find_gutter(spots_, flow.rows, first, last, GapWidth::Column, fewest_beside);
    if (wide && wide->both >= fewest_narrow) return wide;
    const auto narrow = find_gutter(spots_, flow.rows, first, last, GapWidth::Narrow, fewest_narrow);
    return narrow && split(flow, without_edges(flow.rows, *narrow)) ? narrow : wide;
  }

  struct Sides {
    std::vector<std::uint32_t> left, right;
  };

  Sides sides_of(const Flow& flow, const Gutter& gutter) const {
    Sides sides;
    for (std::size_t i = gutter.first; i < gutter.last; ++i)
      for (std::uint32_t id : flow.rows.of(flow.rows.rows[i]))
        (spots_[id].box[0] < gutter.middle() ? sides.left : sides.right).push_back(id);
    return sides;
  }

  /// Are the rows of the gutter columns?
  bool split(const Flow& flow, const Gutter& gutter) const {
    Sides sides = sides_of(flow, gutter);
    return !sides.left.empty() && !sides.right.empty() &&
           are_columns(spots_, rows_of(spots_, std::move(sides.left)), rows_of(spots_, std::move(sides.right)));
  }

  void columns(const Flow& flow, const Gutter& gutter, Gap before) {
    Sides sides = sides_of(flow, gutter);
    read(std::move(sides.left), before, flow.depth + 1);
    read(std::move(sides.right), Gap::Column, flow.depth + 1);
  }

  /// Without the few rows at its top and bottom that stand apart from the rest.
  static Gutter without_edges(const Rows& rows, Gutter gutter) {
    const auto is_apart = [&](std::size_t row) {
      return rows.rows[row].top - rows.rows[row - 1].bottom > apart * rows.rows[row].height;
    };
    for (std::size_t i = gutter.first + 1; i < gutter.last && i - gutter.first < few_rows; ++i)
      if (is_apart(i)) gutter.first = i;
    for (std::size_t i = gutter.last - 1; i > gutter.first && gutter.last - i < few_rows; --i)
      if (is_apart(i)) gutter.last = i;
    return gutter;
  }

  /// From the first to the last row with words on both sides, and what goes on below them in the right column.
  static Gutter rows_beside(const Rows& rows, Gutter gutter) {
    const auto is_left = [&](std::size_t i) { return rows.rows[i].left < gutter.middle(); };
    const auto is_right = [&](std::size_t i) { return rows.rows[i].right > gutter.middle(); };
    std::size_t first = gutter.first, last = gutter.last;
    while (first < last && !(is_left(first) && is_right(first))) ++first;
    while (last > first && !(is_left(last - 1) && is_right(last - 1))) --last;
    if (last <= first) return gutter; // sides on rows of different heights
    while (last < gutter.last && !is_left(last) &&
           rows.rows[last].top - rows.rows[last - 1].bottom < 0.6F * rows.rows[last].height)
      ++last;
    gutter.first = first;
    gutter.last = last;
    return gutter;
  }

  static Gap gap_above(const Flow& flow, std::size_t row) {
    const Row& here = flow.rows.rows[row];
    const Row& above = flow.rows.rows[row - 1];
    const bool is_apart = here.middle - above.middle > 1.3F * flow.pitch &&
                          here.top - above.bottom > 0.4F * std::min(here.height, above.height);
    return is_apart ? Gap::Paragraph : Gap::Line;
  }

  void line(std::span<const std::uint32_t> ids, Gap before) {
    for (std::size_t i = 0; i < ids.size(); ++i)
      steps_.push_back({ids[i], i == 0 ? before : between(spots_[ids[i - 1]], spots_[ids[i]])});
  }

  void lines(const Flow& flow, std::size_t first, std::size_t last, Gap before) {
    for (std::size_t i = first; i < last; ++i)
      line(flow.rows.of(flow.rows.rows[i]), i == first ? before : gap_above(flow, i));
  }

  void table(const Flow& flow, const Gutter& gutter, Gap before) {
    for (const TableRow& row : table_rows(spots_, flow.rows, gutter.first, gutter.last)) {
      Gap gap = row.first == gutter.first ? before : gap_above(flow, row.first);
      for (const std::vector<CellLine>& cell : row.cells)
        for (const CellLine& part : cell) {
          line(part.words, &part == &cell.front() ? gap : Gap::Wrap);
          gap = Gap::Cell;
        }
    }
  }

  Spots spots_;
  std::vector<Step>& steps_;
  int searches_left_ = most_searches;
};

} // namespace

std::vector<Step> reading_order(std::span<const PlacedWord> words) {
  std::vector<Spot> spots;
  std::array<std::vector<std::uint32_t>, 4> directions;
  spots.reserve(words.size());
  directions[0].reserve(words.size());
  for (const PlacedWord& word : words) {
    directions[static_cast<std::size_t>(word.quarter_turns & 3)].push_back(static_cast<std::uint32_t>(spots.size()));
    spots.push_back(spot_of(word));
  }
  std::array<std::size_t, 4> order = {0, 1, 2, 3};
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return directions[a].size() > directions[b].size(); });
  std::vector<Step> steps;
  steps.reserve(words.size());
  for (std::size_t direction : order)
    if (!directions[direction].empty())
      Order(spots, steps).read(std::move(directions[direction]), direction == order[0] ? Gap::Line : Gap::Turned);
  return steps;
}

} // namespace openimr::worker
