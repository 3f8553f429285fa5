// The assignment of a whole queue as JSON and in words.
#pragma once

#include "desk/assign_queue.h"

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace openimr::answers {

/// "unknown", "similar" or "same": how well a reviewer's specialty fits.
const char* fit_word(int fit);

/// Why a case of the queue waits, one sentence an entry; empty when it does not.
std::vector<std::string> why_it_waits(const desk::QueueCase& one, const reviewers::Assignment& assignment);

/// As docs/schemas/assign.schema.json says.
boost::json::value to_json(const desk::QueueAssignment& queue);

} // namespace openimr::answers
