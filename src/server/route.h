// Route: one row of the table of routes. What stands here is what is served, what the OpenAPI document says and what
// the tests go through.
#pragma once

#include "server/call.h"

#include <cstdint>
#include <string>
#include <vector>

namespace openimr::server {

enum class Access {
  Open,     ///< whoever asks
  SignedIn, ///< a session; whether this person may is for the desk to say
  Local,    ///< from this machine only
};

struct Route {
  std::string method;  ///< "GET"
  std::string pattern; ///< "/api/v1/cases/{number}"; "{path...}" takes the rest
  Access access = Access::SignedIn;
  Response (*handler)(Call&) = nullptr;
  std::string summary;
  std::string answer = {};     ///< schema of the answer under docs/schemas, without ".schema.json"; empty: see `media`
  std::vector<int> refusals{}; ///< statuses beside those that every route of its kind may answer with
  std::string body = {};       ///< what the body holds, for readers of the document; empty: no body
  std::vector<std::string> queries{}; ///< names of what may stand behind the question mark
  int status = 200;                   ///< when it is done
  std::string media = "application/json";
  bool is_slow = false;                     ///< may read papers: not on the quick threads
  bool wants_version = false;               ///< If-Match with the version of the case
  std::uint64_t most_body = 0;              ///< bytes; 0: none (an empty object for a POST)
  void (*plan)(Call&, BodyPlan&) = nullptr; ///< where a body goes that is not read into memory
};

constexpr std::uint64_t most_json = std::uint64_t{2} << 20;

/// The whole table.
const std::vector<Route>& routes();

/// Rows of one noun each; routes() puts them together.
using Routes = std::vector<Route>;
Routes operations_routes();
Routes session_routes();
Routes case_routes();
Routes queue_routes();
Routes opinion_routes();
Routes letter_routes();
Routes upload_routes();
Routes knowledge_routes();
Routes guideline_routes();
Routes fhir_routes();
Routes record_routes();
Routes review_routes();
Routes public_routes();
Routes log_routes();
Routes mail_routes();
Routes assignment_routes();
Routes notes_routes();
Routes oversight_routes();
Routes fhir_document_routes();
Routes oidc_routes();

/// Which row a request means.
struct Match {
  const Route* route = nullptr; ///< null: none
  std::map<std::string, std::string> path;
  std::string allowed; ///< methods of the path, when it is known and the method is not: "GET, POST"
};
/// HEAD is answered by the row of GET.
Match match(const std::string& method, const std::string& path);

} // namespace openimr::server
