// A snapshot of a SQLite store while others go on writing (SQLite's backup API).
#pragma once

#include "base/result.h"

#include <string>

namespace openimr::store {

/// Copies the store at a path into a new file that only its owner may read; what is copied is the store of one moment.
/// Error (Storage) when the copy cannot be made; a file that is there is left alone.
Result<Done> snapshot_sqlite(const std::string& path, const std::string& into);

/// Whether the file is whole (PRAGMA integrity_check and foreign_key_check). Error (Refused) says what is not.
Result<Done> check_sqlite(const std::string& path);

} // namespace openimr::store
