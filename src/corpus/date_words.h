// Dates as American letters print them.
#pragma once

#include "base/date.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace openimr::corpus {

/// A date and the bytes it stands in.
struct DateWords {
  Date date;
  std::size_t begin = 0, end = 0;
};

/// A date that begins exactly at `at`: "11/9/1995", "12/16/11" (years to 39 are 20xx, others 19xx), "11-09-1995",
/// "1995-11-09", "November 9, 1995", "Nov. 9, 1995". Empty when there is none, or no such day.
std::optional<DateWords> date_at(std::string_view text, std::size_t at);

/// The first date at or behind `from`.
std::optional<DateWords> next_date(std::string_view text, std::size_t from);

} // namespace openimr::corpus
