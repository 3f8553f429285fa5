// The JSON of casework's answers (docs/schemas/case*.json, queue.schema.json).
#pragma once

#include "casework/next_steps.h"
#include "desk/case_acts.h"
#include "store/store.h"

#include <boost/json/value.hpp>

namespace openimr::answers {

/// "DUPLICATE_OF(CM15-0000001)"; empty while there is none.
std::string outcome_words(const casework::Case& state);
/// overdue | due_soon (two days or less) | on_time | no_date
std::string risk(const std::optional<Date>& due_on, Date as_of);

boost::json::value to_json(const casework::Step& step, Date as_of);
/// What every act answers with.
boost::json::value act_json(const casework::Case& state, bool was_repeated, const std::vector<casework::Step>& steps,
                            Date as_of);
boost::json::value to_json(const desk::CaseView& view, Date as_of);
boost::json::value to_json(const store::CaseRow& row);
boost::json::value to_json(const store::QueueRow& row, Date as_of);

} // namespace openimr::answers
