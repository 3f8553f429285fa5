// A guideline topic as one row of a list, the same from the command and from the server.
#pragma once

#include "guidelines/library.h"

#include <boost/json/object.hpp>

namespace openimr::answers {

/// A row of `openimr guidelines list --json` (docs/schemas/guidelines_list.schema.json); days as ISO, null when open.
boost::json::object topic_row(const guidelines::Topic& topic);

} // namespace openimr::answers
