// Batches of letters as JSON.
#pragma once

#include "desk/mail.h"

#include <boost/json/value.hpp>

namespace openimr::answers {

/// As docs/schemas/mail_batch.schema.json says.
boost::json::value to_json(const desk::MailBatch& batch);

} // namespace openimr::answers
