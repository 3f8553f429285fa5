// FHIR R4 (4.0.1) at /fhir: a Claim opens a case, bundles and documents become papers of one, a determination goes out
// as ClaimResponse and Provenance (src/letters/render_fhir.h). Papers of a case: fhir_documents.cpp.
#include "base/files.h"
#include "base/hash.h"
#include "desk/letters_of_case.h"
#include "desk/moment.h"
#include "server/fhir_answers.h"
#include "server/fhir_claim.h"
#include "server/house.h"
#include "server/reading.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>

namespace openimr::server {
namespace {

namespace json = boost::json;

/// One type of resource that the statement names.
json::object told_of(const char* type, std::initializer_list<const char*> interactions, const char* words,
                     std::initializer_list<const char*> searches = {}) {
  json::array codes, parameters;
  for (const char* code : interactions) codes.push_back(json::object{{"code", code}});
  for (const char* name : searches) parameters.push_back(json::object{{"name", name}, {"type", "token"}});
  json::object resource{{"type", type}, {"interaction", codes}, {"documentation", words}};
  if (!parameters.empty()) resource["searchParam"] = std::move(parameters);
  return resource;
}

json::array resources_told() {
  return {told_of("Binary", {"read"}, "the bytes of a paper, as its DocumentReference names it"),
          told_of("Bundle", {"read", "create"},
                  "read: the determination of the case of this number, a ClaimResponse with the parties it refers to "
                  "and a Provenance. create: a Bundle with one Claim opens a case and is its first paper; with "
                  "?case=NUMBER the Bundle becomes a paper of that case."),
          told_of("Claim", {"create"}, "a Claim that contains what it refers to opens a case"),
          told_of("ClaimResponse", {"read"}, "the determination of the case of this number"),
          told_of("DocumentReference", {"read", "create", "search-type"},
                  "papers of a case. create, with ?case=NUMBER: the attachment's data becomes a paper.", {"case"}),
          told_of("Provenance", {"read"}, "what the determination of the case of this number was made from")};
}

Response capability(Call& call) {
  return fhir_answer(json::object{
      {"resourceType", "CapabilityStatement"},
      {"status", "active"},
      {"date", "2026-11-23"},
      {"kind", "instance"},
      {"software", json::object{{"name", call.house.options.installation.engine}}},
      {"implementation", json::object{{"description", call.house.options.organization}}},
      {"fhirVersion", "4.0.1"},
      {"format", json::array{fhir_json}},
      {"rest", json::array{json::object{{"mode", "server"},
                                        {"security", json::object{{"description", "the session of /api/v1/session"}}},
                                        {"resource", resources_told()}}}}});
}

/// The determination of {number} as a bundle, for who may read the case's papers.
Result<std::string> determination_of(Call& call) {
  auto reading = reading_of(call, "fhir");
  if (!reading) return reading.error();
  const desk::Review& review = (*reading)->review();
  if (!review.determination)
    return Error{ErrorKind::NotFound, "case " + call.name("number"), "no determination", "a case that is decided",
                 "wait until it is signed"};
  return desk::fhir_of_determination(review, call.house.options.organization, {call.name("number")});
}

Response determination(Call& call) {
  auto bundle = determination_of(call);
  if (!bundle) return fhir_problem(problem(bundle.error()));
  Response response;
  response.set("Content-Type", fhir_json);
  response.body = std::move(*bundle);
  return response;
}

/// One resource of the determination by itself: what it refers to is contained, the ClaimResponse goes by its address.
class Alone {
public:
  Alone(const json::value& bundle, std::string type, std::string number)
      : type_(std::move(type)), number_(std::move(number)) {
    for (const auto& entry : bundle.as_object().at("entry").as_array())
      by_url_.emplace(std::string(entry.at("fullUrl").as_string()), &entry.at("resource").as_object());
  }

  json::object take() {
    json::object resource;
    for (const auto& [url, one] : by_url_)
      if (one->at("resourceType").as_string() == type_) resource = *one;
    json::value whole = std::move(resource);
    walk(whole);
    json::object& taken = whole.as_object();
    taken["id"] = number_;
    json::array contained;
    for (const auto& [id, one] : contained_) contained.push_back(*one);
    if (!contained.empty()) taken["contained"] = std::move(contained);
    return taken;
  }

private:
  void walk(json::value& value) {
    if (auto* object = value.if_object())
      for (auto& member : *object) {
        if (member.key() == "reference" && member.value().is_string()) turn(member.value());
        walk(member.value());
      }
    if (auto* array = value.if_array())
      for (auto& one : *array) walk(one);
  }
  void turn(json::value& reference) {
    const auto found = by_url_.find(std::string(reference.as_string()));
    if (found == by_url_.end()) return;
    const std::string type(found->second->at("resourceType").as_string()), id(found->second->at("id").as_string());
    reference = type == "ClaimResponse" ? type + "/" + number_ : "#" + id;
    if (type != "ClaimResponse") contained_.emplace(id, found->second);
  }

  std::string type_, number_;
  std::map<std::string, const json::object*> by_url_, contained_;
};

Response part(Call& call, const char* type) {
  auto bundle = determination_of(call);
  if (!bundle) return fhir_problem(problem(bundle.error()));
  const json::value parsed = json::parse(*bundle);
  return fhir_answer(Alone(parsed, type, call.name("number")).take());
}
Response claim_response(Call& call) { return part(call, "ClaimResponse"); }
Response provenance(Call& call) { return part(call, "Provenance"); }

/// The body as JSON of one of these resource types.
Result<json::value> resource_of(const Call& call, std::initializer_list<std::string_view> types) {
  json::error_code error;
  auto value = json::parse(call.request.body, error);
  const auto* type = !error && value.is_object() ? value.as_object().if_contains("resourceType") : nullptr;
  for (const auto wanted : types)
    if (type && type->is_string() && std::string_view(type->as_string()) == wanted) return value;
  return Error{ErrorKind::Input, "body", "something else", fmt::format("a FHIR R4 {} as JSON", *types.begin()),
               "send one"};
}

/// The bundle of the request becomes a paper of the case.
Result<desk::ActAnswer> keep_bundle(Call& call, const std::string& number, const std::string& from,
                                    const desk::ActOptions& options) {
  auto folder = desk::CaseFolder::make(call.house.options.spool);
  if (!folder) return folder.error();
  const std::string path = folder->path() + "/bundle.json";
  if (auto written = write_file(path, call.request.body); !written) return written.error();
  return call.office().add_documents(call.caller(), number, {{path, "bundle.json"}}, from, false, options);
}

constexpr const char* claim_kind = "fhir_claim"; // id: hash of sender and bytes; body: number of the case

/// The case that these bytes opened before; empty when they did not.
Result<std::string> opened_before(Call& call, const std::string& id) {
  auto known = call.office().store().record(claim_kind, id);
  if (!known) return known.error();
  return *known ? (*known)->body : std::string();
}

/// Opens the case and remembers which bytes did, since the moment of receipt makes every application another one.
Result<std::string> open_once(Call& call, const std::string& id, const std::string& yaml) {
  auto opened = call.office().open_case(call.caller(), "application.yaml", yaml, "", {});
  if (!opened) return opened.error();
  auto kept = call.office().store().commit({.records = {{claim_kind, id, opened->number, 0}}});
  if (!kept) return kept.error();
  return opened->number;
}

Response queued(const FhirApplication& application, const std::string& number, const std::string& day) {
  const auto named = [](const std::string& words) { return json::object{{"display", words.empty() ? "-" : words}}; };
  return fhir_answer(
      json::object{{"resourceType", "ClaimResponse"},
                   {"id", number},
                   {"identifier", json::array{json::object{{"system", "urn:openimr:review"}, {"value", number}}}},
                   {"status", "active"},
                   {"type", json::object{{"coding", json::array{json::object{
                                                        {"system", "http://terminology.hl7.org/CodeSystem/claim-type"},
                                                        {"code", "professional"}}}}}},
                   {"use", "preauthorization"},
                   {"patient", named(application.patient)},
                   {"created", day},
                   {"insurer", named(application.insurer)},
                   {"request", json::object{{"identifier", json::object{{"system", "urn:openimr:claim"},
                                                                        {"value", application.claim_number}}}}},
                   {"outcome", "queued"}},
      201);
}

/// A Claim opens a case; the bundle that it came in is the case's first paper.
Response open_case(Call& call, const json::value& resource, const std::string& from) {
  if (auto may = call.office().leave_for(call.caller(), "case_open", ""); !may)
    return fhir_problem(problem(may.error()));
  const std::string received = desk::utc_text(call.office().clock().utc_seconds);
  const auto application = application_of_claim(resource, received);
  if (!application.faults.empty()) return fhir_faults(application.faults);
  const std::string id = sha256_hex(call.caller().account() + "\n" + call.request.body);
  auto before = opened_before(call, id);
  if (!before) return fhir_problem(problem(before.error()));
  auto number = before->empty() ? open_once(call, id, application.yaml) : before;
  if (!number) return fhir_problem(problem(number.error()));
  desk::ActOptions once;
  once.key = "fhir claim " + id; // an interrupted request goes on here
  auto kept = keep_bundle(call, *number, from, once);
  if (!kept) return fhir_problem(problem(kept.error()));
  Response response = queued(application, *number, received.substr(0, 10));
  if (!before->empty()) response.status = 200;
  response.set("Location", "/fhir/ClaimResponse/" + *number);
  response.set("ETag", fmt::format("\"{}\"", kept->state.version));
  return response;
}

Response receive(Call& call) {
  const std::string number = call.query("case"), from = call.query("from");
  auto resource = resource_of(call, {"Bundle"});
  if (!resource) return fhir_problem(problem(resource.error()));
  if (number.empty() && has_claim(*resource)) return open_case(call, *resource, from.empty() ? "employee" : from);
  if (number.empty())
    return fhir_problem(problem(422, "a Bundle without a Claim opens no case", "name its case with ?case=NUMBER"));
  auto done = keep_bundle(call, number, from.empty() ? "claims_administrator" : from, options_of(call));
  if (!done) return fhir_problem(problem(done.error()));
  Response response = fhir_note("kept as a paper of case " + number);
  response.status = 201;
  response.set("ETag", fmt::format("\"{}\"", done->state.version));
  return response;
}

Response receive_claim(Call& call) {
  auto resource = resource_of(call, {"Claim"});
  if (!resource) return fhir_problem(problem(resource.error()));
  const std::string from = call.query("from");
  return open_case(call, *resource, from.empty() ? "employee" : from);
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
      {.method = "GET",
       .pattern = "/fhir/ClaimResponse/{number}",
       .handler = claim_response,
       .summary = "The determination of a case as a ClaimResponse",
       .refusals = {403, 404, 422},
       .media = fhir_json},
      {.method = "GET",
       .pattern = "/fhir/Provenance/{number}",
       .handler = provenance,
       .summary = "What the determination of a case was made from, and by whom",
       .refusals = {403, 404, 422},
       .media = fhir_json},
      {.method = "POST",
       .pattern = "/fhir/Claim",
       .handler = receive_claim,
       .summary = "A Claim that contains what it refers to opens a case",
       .refusals = {403, 404, 409, 422},
       .body = "a Claim (FHIR R4)",
       .queries = {"from"},
       .status = 201,
       .media = fhir_json,
       .is_slow = true,
       .most_body = std::uint64_t{32} << 20},
      {.method = "POST",
       .pattern = "/fhir/Bundle",
       .handler = receive,
       .summary = "A Bundle with a Claim opens a case; with ?case= it becomes a paper of that case",
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
