// A scalar as it is written into a YAML file by the program: in double quotes, on one line, whatever it holds.
#pragma once

#include <string>
#include <string_view>

namespace openimr::determination {

/// The words in double quotes; marks and control characters escaped.
std::string quoted(std::string_view words);

} // namespace openimr::determination
