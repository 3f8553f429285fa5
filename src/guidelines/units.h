// Units: numbers of a guideline and numbers of a record brought to one measure before they are compared.
//
//   converted(2, "weeks", "days")  -> 14
//   converted(1, "g a day", "mg a day") -> 1000
//   converted(3, "visits", "weeks") -> nothing: they do not measure the same
#pragma once

#include "base/date.h"

#include <optional>
#include <string_view>

namespace openimr::guidelines {

/// The number in another unit. The same unit, or none on one side, leaves it as it is; empty when the two do not
/// measure the same. A month is 30.4375 days, a year 365.25.
std::optional<double> converted(double number, std::string_view from, std::string_view to);

/// A unit looked up once: its row in the table, or one of the two below.
using UnitRow = signed char;
constexpr UnitRow no_unit = -1;       ///< nothing was written
constexpr UnitRow unlisted_unit = -2; ///< a word of no row: compared by its name only
UnitRow unit_row(std::string_view unit);

/// converted() with both rows at hand.
std::optional<double> converted(double number, UnitRow from_row, std::string_view from, UnitRow to_row,
                                std::string_view to);

/// The same day so many months before; the last day of a shorter month.
Date months_before(Date day, int months);

} // namespace openimr::guidelines
