// When a TLS certificate ends: read from its PEM file, nothing else of it.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace openimr::desk {

/// The last day of the first certificate in the text (X.509, RFC 5280, 4.1.2.5). Error (Input) when there is none.
Result<Date> certificate_ends(const std::string& where, std::string_view pem);

} // namespace openimr::desk
