#include "server/openapi.h"

#include "server/house.h"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

namespace openimr::server {
namespace {

namespace json = boost::json;

json::object parameter(const std::string& name, const char* place, const std::string& about, bool is_required) {
  return {{"name", name},
          {"in", place},
          {"required", is_required},
          {"description", about},
          {"schema", json::object{{"type", "string"}}}};
}

/// "/api/v1/cases/{number}" -> number; of "{path...}" the dots go.
std::vector<std::string> names_of(const std::string& pattern) {
  std::vector<std::string> names;
  for (auto at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    const auto name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    names.push_back(name.substr(0, name.find("...")));
  }
  return names;
}

std::string path_of(const Route& route) {
  std::string path = route.pattern;
  if (const auto dots = path.find("..."); dots != std::string::npos) path.erase(dots, 3);
  return path;
}

bool changes_something(const Route& route) { return route.method != "GET"; }

/// A POST that wants nothing told takes an empty object, too.
bool wants_nothing(const Route& route) { return route.method == "POST" && route.most_body == 0; }

/// Every status that the route may answer with, its own and those of its kind.
std::set<int> statuses_of(const Route& route) {
  std::set<int> statuses(route.refusals.begin(), route.refusals.end());
  statuses.insert(route.status);
  statuses.insert({400, 413, 429, 503}); // 413: a body where none is taken
  if (route.access == Access::SignedIn) statuses.insert(401);
  if (changes_something(route)) statuses.insert(403);
  if (route.most_body > 0) statuses.insert(408);
  if (wants_nothing(route)) statuses.insert({408, 422});
  if (route.wants_version) statuses.insert({412, 428});
  return statuses;
}

json::object answer_of(const Route& route, int status) {
  json::object answer{{"description", std::string(reason_of(status))}};
  if (status >= 400) {
    answer["content"] = json::object{
        {"application/problem+json", json::object{{"schema", json::object{{"$ref", "#/components/schemas/problem"}}}}}};
    if (route.pattern.starts_with("/decisions")) // a page for people
      answer["content"].as_object()["text/html"] = json::object{{"schema", json::object()}};
    if (route.pattern.starts_with("/fhir/")) // OperationOutcome, where the act itself refused
      answer["content"].as_object()["application/fhir+json"] =
          json::object{{"schema", json::object{{"type", "object"}}}};
  } else if (status == route.status && status != 204 && status != 303) {
    json::object schema;
    if (!route.answer.empty()) schema = {{"type", "object"}, {"x-openimr-schema", route.answer}};
    answer["content"] = json::object{{route.media, json::object{{"schema", schema}}}};
  }
  return answer;
}

/// Members of a body that is JSON; none for bytes.
json::object body_of(const Route& route) {
  const bool is_bytes = route.body == "bytes";
  json::object schema{{"type", "object"}};
  if (!is_bytes && route.body.find('(') == std::string::npos) {
    json::object properties;
    std::string name;
    for (char c : route.body + ",") {
      if (c == ',') {
        if (!name.empty()) properties[name] = json::object();
        name.clear();
      } else if (c != ' ') {
        name += c;
      }
    }
    schema["properties"] = std::move(properties);
    schema["additionalProperties"] = false;
  }
  if (is_bytes) schema = {{"type", "string"}, {"format", "binary"}};
  return {{"required", true},
          {"description", route.body},
          {"content", json::object{{is_bytes ? "application/offset+octet-stream" : "application/json",
                                    json::object{{"schema", schema}}}}}};
}

json::object body_of_nothing() {
  const json::object schema{{"type", "object"}, {"additionalProperties", false}};
  return {{"required", false},
          {"description", "nothing; an empty object is taken, too"},
          {"content", json::object{{"application/json", json::object{{"schema", schema}}}}}};
}

json::object operation_of(const Route& route) {
  json::array parameters;
  for (const auto& name : names_of(route.pattern)) parameters.push_back(parameter(name, "path", "", true));
  for (const auto& name : route.queries) parameters.push_back(parameter(name, "query", "", false));
  if (route.wants_version)
    parameters.push_back(parameter("If-Match", "header", "the ETag of what was seen, or *", true));
  if (changes_something(route) && route.access == Access::SignedIn)
    parameters.push_back(parameter("X-CSRF-Token", "header", "`csrf` of GET /api/v1/session", true));
  json::object answers;
  for (int status : statuses_of(route)) answers[std::to_string(status)] = answer_of(route, status);
  json::object operation{{"summary", route.summary}, {"parameters", parameters}, {"responses", answers}};
  operation["security"] =
      route.access == Access::SignedIn ? json::array{json::object{{"session", json::array()}}} : json::array();
  if (!route.body.empty())
    operation["requestBody"] = body_of(route);
  else if (wants_nothing(route))
    operation["requestBody"] = body_of_nothing();
  return operation;
}

json::object components() {
  const json::value text = json::object{{"type", json::array{"string", "null"}}};
  return {
      {"securitySchemes",
       json::object{
           {"session", json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", std::string(session_cookie)}}}}},
      {"schemas",
       json::object{{"problem", json::object{{"type", "object"},
                                             {"required", json::array{"type", "title", "status", "detail"}},
                                             {"properties", json::object{{"type", json::object{{"type", "string"}}},
                                                                         {"title", json::object{{"type", "string"}}},
                                                                         {"status", json::object{{"type", "integer"}}},
                                                                         {"detail", json::object{{"type", "string"}}},
                                                                         {"instance", text},
                                                                         {"place", text},
                                                                         {"found", text},
                                                                         {"expected", text},
                                                                         {"remedy", text}}}}}}}};
}

} // namespace

json::value openapi_document() {
  json::object paths;
  for (const Route& route : routes()) {
    std::string method = route.method;
    std::transform(method.begin(), method.end(), method.begin(), [](char c) { return static_cast<char>(c + 32); });
    auto& path = paths[path_of(route)];
    if (!path.is_object()) path = json::object();
    path.as_object()[method] = operation_of(route);
  }
  return json::object{
      {"openapi", "3.1.0"},
      {"info",
       json::object{{"title", "OpenIMR"},
                    {"version", OPENIMR_VERSION},
                    {"description", "The interface of an independent medical review organization. Answers are those of "
                                    "the command line; `x-openimr-schema` names their JSON Schema under docs/schemas, "
                                    "api_… a definition of api.schema.json there."}}},
      {"paths", paths},
      {"components", components()}};
}

} // namespace openimr::server
