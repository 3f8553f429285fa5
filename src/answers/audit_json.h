// An audit of the log as JSON.
#pragma once

#include "ledger/audit.h"

#include <boost/json/value.hpp>
#include <string>

namespace openimr::answers {

/// As docs/schemas/audit.schema.json says. origin: the log's name.
boost::json::value to_json(const ledger::Report& report, const std::string& origin);

} // namespace openimr::answers
