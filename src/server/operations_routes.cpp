// What operators and browsers ask of the house itself: is it alive, is it ready, what does it count; and the workbench.
#include "server/house.h"
#include "server/openapi.h"

#include <boost/json.hpp>

namespace openimr::server {
namespace {

namespace json = boost::json;

Response health(Call&) { return answer(json::object{{"status", "alive"}}); }

/// Ready: the store answers, the account book can be read, and the house is not closing.
Response ready(Call& call) {
  if (call.house.is_closing) return problem(503, "the server is closing");
  if (auto head = call.office().store().log_head(); !head) return problem(503, "the store does not answer");
  if (auto accounts = call.house.accounts.all(); !accounts) return problem(503, "the account book cannot be read");
  return answer(json::object{{"status", "ready"}});
}

Response metrics(Call& call) {
  Response response;
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = call.house.metrics.text();
  return response;
}

Response openapi(Call&) {
  static const auto document = std::make_shared<const std::string>(json::serialize(openapi_document()));
  Response response;
  response.set("Content-Type", "application/json");
  response.shared = document;
  return response;
}

Response page(Call& call) {
  for (const char* below : {"/api/", "/fhir/", "/decisions/"})
    if (call.request.path.starts_with(below)) return problem(404, "there is nothing here", "see /api/v1/openapi.json");
  return call.house.web.get(call.request);
}

} // namespace

Routes operations_routes() {
  return {
      {.method = "GET",
       .pattern = "/health",
       .access = Access::Open,
       .handler = health,
       .summary = "Whether the process is alive",
       .answer = "api_health"},
      {.method = "GET",
       .pattern = "/ready",
       .access = Access::Open,
       .handler = ready,
       .summary = "Whether requests can be answered",
       .answer = "api_health",
       .refusals = {503}},
      {.method = "GET",
       .pattern = "/metrics",
       .access = Access::Local,
       .handler = metrics,
       .summary = "Counters and times for Prometheus; for this machine only",
       .refusals = {403},
       .media = "text/plain"},
      {.method = "GET",
       .pattern = "/api/v1/openapi.json",
       .access = Access::Open,
       .handler = openapi,
       .summary = "This document"},
      {.method = "GET",
       .pattern = "/{path...}",
       .access = Access::Open,
       .handler = page,
       .summary = "The workbench",
       .refusals = {404},
       .media = "text/html"},
  };
}

} // namespace openimr::server
