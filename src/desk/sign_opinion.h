// sign_opinion: the reviewer's act. The signature is written into opinion.yaml, beneath what it covers.
#pragma once

#include "base/result.h"
#include "desk/review_case.h"

#include <string>

namespace openimr::desk {

/// Signs CASE/opinion.yaml with the key in the file and rewrites it with its signature (comments and order of the rest
/// stay). Returns the content hash that was signed.
Result<std::string> sign_opinion(const std::string& folder, const std::string& key_file,
                                 const Installation& installation);

} // namespace openimr::desk
