// Broken glass as the store keeps it: leave to act beyond one's cases, with its row of the audit log.
#pragma once

#include "ledger/entry.h"
#include "people/permission.h"
#include "store/store.h"

#include <string>
#include <vector>

namespace openimr::desk {

/// Leave that this account took, also what has run out.
Result<std::vector<people::BreakGlass>> broken_glass(store::Store& store, const std::string& account);

/// Keeps it together with the row that tells of it.
Result<Done> keep_glass(store::Store& store, const std::string& account, const people::BreakGlass& glass,
                        ledger::Entry row);

/// The same where only the place of the log is known: in a store the leave is kept for every verb and the server; a log
/// as files has the row alone.
Result<Done> tell_glass(const std::string& log, const std::string& account, const people::BreakGlass& glass,
                        ledger::Entry row);

} // namespace openimr::desk
