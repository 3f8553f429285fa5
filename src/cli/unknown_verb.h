// A verb that is none: which word was found, which are known, and the nearest of them.
#pragma once

#include "base/result.h"

#include <optional>

namespace CLI {
class App;
}

namespace openimr::cli {

/// What is wrong with the words of a command line that should name a verb; empty when they do, or when an option stands
/// before them.
std::optional<Error> unknown_verb(const CLI::App& program, int argc, char** argv);

} // namespace openimr::cli
