// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/tables.h"

#include <limits>

namespace openimr::worker {
namespace {

constexpr std::size_t label_words = 4; // among the first ones a colon ends a label
constexpr float room_in_cell = 15;     // points that a cell may keep free of words at its right
constexpr float close = 0.6F;          // gap between the lines of a cell, in heights

class Table {
public:
  Table(Spots spots, const Rows& rows, std::size_t first, std::size_t last)
      : spots_(spots), rows_(rows), first_(first), last_(last), gutters_(gutters_through(spots, rows, first, last)) {
    for (std::size_t i = first; i < last; ++i) right_ = std::max(right_, rows.rows[i].right);
    find_gaps();
  }

  std::vector<TableRow> read() {
    std::vector<TableRow> table;
    for (std::size_t i = first_; i < last_; ++i) {
      std::vector<CellLine> cells = cells_of(i);
      const bool goes_on = !table.empty() && continues(cells, i);
      if (!goes_on) {
        table.push_back({i, {}});
        table.back().cells.resize(cells.size());
      }
      for (std::size_t column = 0; column < cells.size(); ++column)
        if (!cells[column].words.empty()) table.back().cells[column].push_back(cells[column]);
      if (goes_on)
        for (std::size_t column = 0; column < cells.size(); ++column) {
          if (!cells[column].words.empty()) before_[column] = std::move(cells[column]);
        }
      else
        before_ = std::move(cells);
    }
    return table;
  }

private:
  std::vector<CellLine> cells_of(std::size_t row) const {
    std::vector<CellLine> cells(gutters_.size() + 1);
    for (std::uint32_t id : rows_.of(rows_.rows[row])) {
      std::size_t column = 0;
      while (column < gutters_.size() && spots_[id].box[0] > gutters_[column].middle()) ++column;
      cells[column].words.push_back(id);
    }
    return cells;
  }

  float gap(std::size_t row) const { return rows_.rows[row].top - rows_.rows[row - 1].bottom; }

  /// The smallest and the largest gap between rows that follow each other.
  void find_gaps() {
    for (std::size_t i = first_ + 1; i < last_; ++i) {
      smallest_gap_ = std::min(smallest_gap_, gap(i));
      largest_gap_ = std::max(largest_gap_, gap(i));
    }
  }

  /// Rows of the table are set apart, and this one is not.
  bool is_set_close(std::size_t row) const {
    const float height = rows_.rows[row].height;
    return largest_gap_ - gap(row) > 0.35F * height && gap(row) < smallest_gap_ + 0.15F * height;
  }

  bool has_label(const CellLine& line) const {
    for (std::size_t i = 0; i < line.words.size() && i < label_words; ++i)
      if (spots_[line.words[i]].ends_label) return true;
    return false;
  }

  /// Letters of one size, and no gap inside that may be the edge of a column.
  bool is_like(const CellLine& line, const CellLine& next) const {
    for (std::size_t i = 1; i < line.words.size(); ++i)
      if (is_wide(spots_[line.words[i - 1]], spots_[line.words[i]])) return false;
    const float height = spots_[line.words[0]].height(), other = spots_[next.words[0]].height();
    return std::max(height, other) < 1.25F * std::min(height, other);
  }

  /// The first word of `next` would not have fitted behind `line`.
  bool is_full(const CellLine& line, const CellLine& next, std::size_t column) const {
    const Spot& last = spots_[line.words.back()];
    const float limit = column < gutters_.size() ? gutters_[column].right : right_;
    return last.box[2] + 0.25F * last.height() + spots_[next.words[0]].width() + room_in_cell > limit;
  }

  bool continues(const std::vector<CellLine>& cells, std::size_t row) const {
    if (gap(row) > close * rows_.rows[row].height) return false;
    bool are_all_full = true;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const CellLine& line = cells[column];
      if (line.words.empty()) continue;
      if (before_[column].words.empty() || has_label(line) || !is_like(before_[column], line)) return false;
      are_all_full = are_all_full && (is_full(before_[column], line, column) || spots_[line.words[0]].starts_small);
    }
    if (!are_all_full) return false;
    if (cells[0].words.empty() || spots_[cells[0].words[0]].starts_small) return true;
    return is_set_close(row) && spots_[cells[0].words[0]].is_letter();
  }

  Spots spots_;
  const Rows& rows_;
  std::size_t first_, last_;
  std::vector<Gutter> gutters_;
  float right_ = std::numeric_limits<float>::lowest();
  float smallest_gap_ = std::numeric_limits<float>::max(), largest_gap_ = std::numeric_limits<float>::lowest();
  std::vector<CellLine> before_; ///< the latest line of every cell of the table's row that is being read
};

} // namespace

std::vector<TableRow> table_rows(Spots spots, const Rows& rows, std::size_t first, std::size_t last) {
  std::vector<TableRow> table;
  const std::vector<std::size_t> bounds = stretches(spots, rows, first, last);
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i)
    std::ranges::move(Table(spots, rows, bounds[i], bounds[i + 1]).read(), std::back_inserter(table));
  return table;
}

} // namespace openimr::worker
