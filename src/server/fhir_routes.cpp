// FHIR R4 (4.0.1) at /fhir: papers of a case come in as a Bundle, a determination goes out as one (ClaimResponse and
// Provenance, src/letters/render_fhir.h).
#include "base/files.h"
#include "desk/letters_of_case.h"
#include "server/house.h"
#include "server/reading.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::server {
namespace {

namespace json = boost::json;
constexpr const char* fhir_json = "application/fhir+json";

/// A problem in FHIR's words.
Response outcome(Response refused) {
  const auto value = json::parse(refused.body).as_object();
  const int status = refused.status;
  const char* code = status == 404   ? "not-found"
                     : status == 403 ? "forbidden"
                     : status == 409 ? "conflict"
                     : status == 422 ? "invalid"
                                     : "exception";
  refused.headers.clear();
  refused.set("Content-Type", fhir_json);
  refused.body = json::serialize(json::object{
      {"resourceType", "OperationOutcome"},
      {"issue",
       json::array{json::object{{"severity", "error"}, {"code", code}, {"diagnostics", value.at("detail")}}}}});
  return refused;
}

Response capability(Call& call) {
  const auto resource = [](const char* type, std::initializer_list<const char*> interactions, const char* words) {
    json::array codes;
    for (const char* code : interactions) codes.push_back(json::object{{"code", code}});
    return json::object{{"type", type}, {"interaction", codes}, {"documentation", words}};
  };
  Response response = answer(json::object{
      {"resourceType", "CapabilityStatement"},
      {"status", "active"},
      {"date", "2026-11-23"},
      {"kind", "instance"},
      {"software", json::object{{"name", call.house.options.installation.engine}}},
      {"implementation", json::object{{"description", call.house.options.organization}}},
      {"fhirVersion", "4.0.1"},
      {"format", json::array{"application/fhir+json"}},
      {"rest",
       json::array{json::object{
           {"mode", "server"},
           {"security", json::object{{"description", "the session of /api/v1/session"}}},
           {"resource",
            json::array{resource("Bundle", {"read", "create"},
                                 "read: the determination of the case of this number, a ClaimResponse with the parties "
                                 "it refers to and a Provenance. create, with ?case=NUMBER: the Bundle becomes a paper "
                                 "of the case; its DocumentReferences, reports and claims are read.")}}}}}});
  response.headers = {{"Content-Type", fhir_json}};
  return response;
}

Response determination(Call& call) {
  auto reading = reading_of(call, "fhir");
  if (!reading) return outcome(problem(reading.error()));
  const desk::Review& review = (*reading)->review();
  if (!review.determination)
    return outcome(
        problem(404, "the case " + call.name("number") + " has no determination", "wait until it is signed"));
  auto bundle = desk::fhir_of_determination(review, call.house.options.organization, {call.name("number")});
  if (!bundle) return outcome(problem(bundle.error()));
  Response response;
  response.set("Content-Type", fhir_json);
  response.body = std::move(*bundle);
  return response;
}

Response receive(Call& call) {
  const std::string number = call.query("case");
  json::error_code error;
  const auto value = json::parse(call.request.body, error);
  const auto* type = !error && value.is_object() ? value.as_object().if_contains("resourceType") : nullptr;
  if (!type || !type->is_string() || type->as_string() != "Bundle")
    return outcome(problem(Error{ErrorKind::Input, "body", "something else", "a FHIR R4 Bundle as JSON", "send one"}));
  auto folder = desk::CaseFolder::make(call.house.options.spool);
  if (!folder) return outcome(problem(folder.error()));
  const std::string path = folder->path() + "/bundle.json";
  if (auto written = write_file(path, call.request.body); !written) return outcome(problem(written.error()));
  const std::string from = call.query("from");
  auto done = call.office().add_documents(call.caller(), number, {{path, "bundle.json"}},
                                          from.empty() ? "claims_administrator" : from, false, options_of(call));
  if (!done) return outcome(problem(done.error()));
  Response response =
      answer(json::object{{"resourceType", "OperationOutcome"},
                          {"issue", json::array{json::object{{"severity", "information"},
                                                             {"code", "informational"},
                                                             {"diagnostics", "kept as a paper of case " + number}}}}},
             201);
  response.headers = {{"Content-Type", fhir_json}, {"ETag", fmt::format("\"{}\"", done->state.version)}};
  return response;
}

} // namespace

Routes fhir_routes() {
  return {
      {.method = "GET",
       .pattern = "/fhir/metadata",
       .access = Access::Open,
       .handler = capability,
       .summary = "FHIR R4 capability statement",
       .media = fhir_json},
      {.method = "GET",
       .pattern = "/fhir/Bundle/{number}",
       .handler = determination,
       .summary = "The determination of a case as a FHIR bundle",
       .refusals = {403, 404, 422},
       .media = fhir_json},
      {.method = "POST",
       .pattern = "/fhir/Bundle",
       .handler = receive,
       .summary = "A FHIR bundle becomes a paper of the case",
       .refusals = {403, 404, 409, 422},
       .body = "a Bundle (FHIR R4)",
       .queries = {"case", "from"},
       .status = 201,
       .media = fhir_json,
       .is_slow = true,
       .most_body = std::uint64_t{32} << 20},
  };
}

} // namespace openimr::server
