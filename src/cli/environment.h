// Options whose value the environment may give.
#pragma once

#include <string>

namespace CLI {
class Option;
}

namespace openimr::cli {

enum class Need { Required, Optional };

/// Takes the value from the variable where the command line does not give it. Not CLI11's envname(): that one fills the
/// options of the commands that were not called too, and those share their variables with the one that was, so that the
/// environment would be stronger than the command line.
CLI::Option* or_environment(CLI::Option* option, std::string& value, const char* variable, Need need = Need::Optional);

} // namespace openimr::cli
