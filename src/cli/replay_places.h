// Where a determination was made from, when the command line does not say: the case folder whose papers are those of
// the receipt, and the roster that names the key by which its opinion is signed.
#pragma once

#include "base/result.h"

#include <map>
#include <string>

namespace openimr::cli {

/// Looks beside the determination, up to two folders above it and in the working folder, four folders deep each.
/// inputs: file -> SHA-256 of the receipt. Error NotFound names what was looked for and the option that says it.
Result<std::string> find_case_of(const std::string& determination, const std::map<std::string, std::string>& inputs);

/// The same for the roster. case_folder: with the signed opinion.yaml.
Result<std::string> find_roster_of(const std::string& determination, const std::string& case_folder);

} // namespace openimr::cli
