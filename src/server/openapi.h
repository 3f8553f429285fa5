// The OpenAPI 3.1 document, made from the table of routes itself, so that it cannot say anything else than is served.
#pragma once

#include <boost/json/value.hpp>

namespace openimr::server {

boost::json::value openapi_document();

} // namespace openimr::server
