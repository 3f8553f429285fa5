// Oversight of the organization's own cases as JSON.
#pragma once

#include "desk/case_oversight.h"

#include <boost/json/value.hpp>

namespace openimr::answers {

/// As docs/schemas/case_oversight.schema.json says.
boost::json::value to_json(const desk::CaseOversight& figures, const desk::OversightQuestion& question);
/// As docs/schemas/complaint_list.schema.json says.
boost::json::value to_json(const desk::ComplaintPage& page);
boost::json::value to_json(const desk::InvoicePage& page);
/// As docs/schemas/second_reviews.schema.json says.
boost::json::value to_json(const desk::Drawing& drawing, const desk::DrawQuestion& question);

} // namespace openimr::answers
