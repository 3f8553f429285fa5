// open_log: where the audit log of an installation is kept.
#pragma once

#include "ledger/log_folder.h"

#include <memory>
#include <string>

namespace openimr::desk {

/// Whether this names a store, which has more than a log.
bool is_store(const std::string& written);

/// store: "sqlite:PATH" or "postgresql://…", the log inside of a store; "folder:DIR" or DIR, a log as files
/// (ledger/log_folder.h). Error (Input) for a kind that is not known.
Result<std::unique_ptr<ledger::LogKeeper>> open_log(const std::string& store);

} // namespace openimr::desk
