// What may be shown of the place of a store.
#pragma once

#include <string>

namespace openimr::store {

/// The URL without its password, for messages; "sqlite:PATH" as it is.
std::string without_password(const std::string& url);

} // namespace openimr::store
