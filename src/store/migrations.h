// The numbered SQL files of src/store/migrations, in order. A store knows how many of them it has seen and takes the
// rest when it is opened; none is ever changed once it was released.
#pragma once

#include "base/result.h"

#include <span>
#include <string_view>

namespace openimr::store {

class Database;

struct Migration {
  std::string_view name; ///< "0001_cases"
  std::string_view sql;  ///< one text for every engine; statements end with ';' at the end of a line
};

std::span<const Migration> migrations();

/// Brings the database to the newest version, or to `up_to` (for tests), each step in one transaction. Error (Refused)
/// for a database that a newer program has written.
Result<Done> migrate(Database& database, std::size_t up_to = migrations().size());

} // namespace openimr::store
