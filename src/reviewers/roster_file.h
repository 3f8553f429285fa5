// Reads roster.yaml strictly: every fault names file, line and key.
#pragma once

#include "base/result.h"
#include "reviewers/roster.h"

#include <string>
#include <string_view>

namespace openimr::reviewers {

Result<Roster> read_roster(const std::string& path);
/// The same from bytes; `name` stands in messages.
Result<Roster> parse_roster(const std::string& name, std::string_view bytes);

} // namespace openimr::reviewers
