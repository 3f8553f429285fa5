#include "store/database.h"
#include "store/migrations.h"

#include <fmt/format.h>

namespace openimr::store {
namespace {

/// How many migrations the database has seen.
Result<std::size_t> version_of(Database& database) {
  if (auto made = database.define(
          "CREATE TABLE IF NOT EXISTS schema_version (one BIGINT NOT NULL PRIMARY KEY, version BIGINT NOT NULL);\n");
      !made)
    return made.error();
  auto rows = database.run("SELECT version FROM schema_version WHERE one = 1");
  if (!rows) return rows.error();
  return rows->empty() ? std::size_t{0} : static_cast<std::size_t>(number(rows->front()[0]));
}

Result<Done> take(Database& database, std::size_t version) {
  if (auto done = database.define(migrations()[version - 1].sql); !done) return done.error();
  auto kept = database.run("INSERT INTO schema_version (one, version) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET "
                           "version = excluded.version",
                           {static_cast<std::int64_t>(version)});
  if (!kept) return kept.error();
  return Done{};
}

} // namespace

Result<Done> migrate(Database& database, std::size_t up_to) {
  // A store that is up to date is opened without writing: also on a standby server, or a disk that takes no writing.
  if (const auto rows = database.run("SELECT version FROM schema_version WHERE one = 1");
      rows && !rows->empty() && number(rows->front()[0]) == static_cast<std::int64_t>(migrations().size()))
    return Done{};
  // Another process may be at it: the version is read behind the lock of the writers.
  auto transaction = Transaction::begin(database, Access::Write);
  if (!transaction) return transaction.error();
  auto version = version_of(database);
  if (!version) return version.error();
  if (*version > migrations().size())
    return Error{ErrorKind::Refused, database.name(), fmt::format("a store of version {}", *version),
                 fmt::format("at most version {}", migrations().size()),
                 "use the program that wrote it, or a newer one"};
  for (std::size_t next = *version + 1; next <= up_to; ++next)
    if (auto done = take(database, next); !done) return done.error();
  return transaction->commit();
}

} // namespace openimr::store
