// The OpenAPI 3.1 document, made from the table of routes itself, so that it cannot say anything else than is served.
#pragma once

#include <boost/json/value.hpp>

namespace openimr::server {

/// Every route with its parameters, bodies, answers (schemas of docs/schemas) and refusals.
boost::json::value openapi_document();

} // namespace openimr::server
