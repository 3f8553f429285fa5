// Answers in FHIR's words.
#pragma once

#include "server/call.h"
#include "server/fhir_claim.h"

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace openimr::server {

constexpr const char* fhir_json = "application/fhir+json";

Response fhir_answer(const boost::json::value& resource, int status = 200);
/// A problem as an OperationOutcome.
Response fhir_problem(const Response& refused);
/// 422: every fault with its place (OperationOutcome.issue.expression).
Response fhir_faults(const std::vector<FhirFault>& faults);
/// An OperationOutcome that tells of something done.
Response fhir_note(const std::string& words);

} // namespace openimr::server
