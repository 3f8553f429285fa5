#include "server/fhir_answers.h"

#include <boost/json.hpp>

namespace openimr::server {
namespace {

namespace json = boost::json;

/// The code of https://hl7.org/fhir/R4/valueset-issue-type.html
const char* issue_of(int status) {
  switch (status) {
  case 401:
    return "login";
  case 403:
    return "forbidden";
  case 404:
    return "not-found";
  case 409:
  case 412:
    return "conflict";
  case 422:
    return "invalid";
  default:
    return "exception";
  }
}

json::object outcome(json::array issues) {
  return {{"resourceType", "OperationOutcome"}, {"issue", std::move(issues)}};
}

} // namespace

Response fhir_answer(const json::value& resource, int status) {
  Response response;
  response.status = status;
  response.set("Content-Type", fhir_json);
  response.body = json::serialize(resource);
  return response;
}

Response fhir_problem(const Response& refused) {
  const auto value = json::parse(refused.body).as_object();
  return fhir_answer(
      outcome({json::object{
          {"severity", "error"}, {"code", issue_of(refused.status)}, {"diagnostics", value.at("detail")}}}),
      refused.status);
}

Response fhir_faults(const std::vector<FhirFault>& faults) {
  json::array issues;
  for (const FhirFault& fault : faults)
    issues.push_back(json::object{{"severity", "error"},
                                  {"code", "required"},
                                  {"diagnostics", "expected: " + fault.expected},
                                  {"expression", json::array{fault.expression}}});
  return fhir_answer(outcome(std::move(issues)), 422);
}

Response fhir_note(const std::string& words) {
  return fhir_answer(
      outcome({json::object{{"severity", "information"}, {"code", "informational"}, {"diagnostics", words}}}));
}

} // namespace openimr::server
