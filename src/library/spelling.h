// How far apart two words are: letters put in, left out, changed, or two neighbours the other way round (optimal string
// alignment; Damerau 1964).
#pragma once

#include <cstddef>
#include <string_view>

namespace openimr::library {

/// The distance in bytes; limit + 1 for anything farther than limit.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit);

} // namespace openimr::library
