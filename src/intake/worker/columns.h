// SPDX-License-Identifier: GPL-3.0-or-later
// Is what stands on both sides of a gutter read side after side (columns), or row by row (a table)?
#pragma once

#include "intake/worker/gutters.h"

namespace openimr::worker {

/// True when the two sides are columns: both are prose, or one is prose and the other a list beside it.
bool are_columns(Spots spots, const Rows& left, const Rows& right);

/// True when row `index` breaks off where the column ends: the next row's first word would not have fitted on it.
/// `limit` is the column's right edge.
bool is_wrapped(Spots spots, const Rows& rows, std::size_t index, float limit);

} // namespace openimr::worker
