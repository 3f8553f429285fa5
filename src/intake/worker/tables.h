// SPDX-License-Identifier: GPL-3.0-or-later
// Tables: the rows of print that make up one row of the table, with the lines of a wrapped cell together.
#pragma once

#include "intake/worker/gutters.h"

namespace openimr::worker {

/// One line of a cell.
struct CellLine {
  std::vector<std::uint32_t> words;
};

/// One row of a table: for every column its lines, none where the cell is empty.
struct TableRow {
  std::size_t first = 0; ///< row of print it begins with
  std::vector<std::vector<CellLine>> cells;
};

/// Rows of print [first, last) as rows of a table. A row of print goes on with the table's row before it when it
/// follows closely, has words only under cells that have some, breaks off where its column ends, and does not look like
/// the beginning of something: its first cell is empty or begins with a small letter, or the rows of the table are set
/// apart by larger gaps.
std::vector<TableRow> table_rows(Spots spots, const Rows& rows, std::size_t first, std::size_t last);

} // namespace openimr::worker
