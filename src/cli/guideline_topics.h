// Topics named on the command line: the edition in force on a day, found by id, or named by what people call it.
#pragma once

#include "cli/console.h"
#include "guidelines/library.h"

#include <optional>
#include <string>

namespace openimr::cli {

/// The library of the installation.
Result<guidelines::Library> load_library();

/// The day behind --as-of; empty when none was given.
Result<std::optional<Date>> optional_day(const std::string& written);

/// The topic by its id: in force on the day, without a day the newest edition. Error (NotFound) names the nearest id,
/// or the topics whose title, synonyms or phrases have the word, or the days on which the topic is in force.
Result<const guidelines::Topic*> topic_of(const guidelines::Library& library, const std::string& id,
                                          std::optional<Date> as_of, const char* command);

/// Has the word in id, title, synonyms or phrases of requests (case does not matter)?
bool speaks_of(const guidelines::Topic& topic, const std::string& word);

} // namespace openimr::cli
