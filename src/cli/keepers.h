// Keepers: acts on the vault and the backup as a whole, which concern no case.
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>

namespace openimr::cli {

/// Where accounts are configured (OPENIMR_ACCOUNTS) the act of packs/organization/roles.yaml is asked of whoever is
/// signed in, and a row of the store's log (OPENIMR_STORE) says so before anything is done; the account. Without
/// accounts nothing is asked and the account is empty. Error (Refused) for nobody signed in and for a role that may not.
Result<std::string> ask_keeper(const std::string& act, std::string_view row_act, const std::string& subject = {},
                               std::map<std::string, std::string> details = {});

} // namespace openimr::cli
