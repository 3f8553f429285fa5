#include "store/snapshot.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::store {
namespace {

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Error trouble(const std::string& path, const std::string& found) {
  return {ErrorKind::Storage, path, found, "a SQLite store that can be read, and room for its copy",
          "look at the path, its rights and the free space; nothing was changed"};
}

Result<Connection> open(const std::string& path, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
  Connection connection(opened, sqlite3_close);
  if (code != SQLITE_OK) return trouble(path, sqlite3_errstr(code));
  sqlite3_busy_timeout(opened, 20'000);
  return connection;
}

Result<Done> copy(sqlite3* from, sqlite3* to, const std::string& into) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (!backup) return trouble(into, sqlite3_errmsg(to));
  int code = SQLITE_OK;
  // In one step: writers wait for readers only in WAL mode's checkpoint, and the copy is of one moment.
  do {
    code = sqlite3_backup_step(backup, -1);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(50);
  } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
  const int finished = sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return trouble(into, sqlite3_errstr(code));
  return finished == SQLITE_OK ? Result<Done>(Done{}) : trouble(into, sqlite3_errstr(finished));
}

/// The first row's first column of a pragma; empty when there is no row.
Result<std::string> first_word(sqlite3* connection, const std::string& path, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr) != SQLITE_OK)
    return trouble(path, sqlite3_errmsg(connection));
  const int code = sqlite3_step(statement);
  std::string word;
  if (code == SQLITE_ROW)
    if (const auto* text = sqlite3_column_text(statement, 0)) word = reinterpret_cast<const char*>(text);
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) return trouble(path, sqlite3_errstr(code));
  return word;
}

} // namespace

Result<Done> snapshot_sqlite(const std::string& path, const std::string& into) {
  auto from = open(path, SQLITE_OPEN_READWRITE); // a store in WAL mode is read through its shared memory file
  if (!from) return from.error();
  const int file = ::open(into.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return trouble(into, std::strerror(errno));
  ::close(file);
  auto to = open(into, SQLITE_OPEN_READWRITE);
  if (!to) return to.error();
  auto copied = copy(from->get(), to->get(), into);
  if (copied)
    sqlite3_exec(to->get(), "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr); // one file, no companions
  if (!copied) ::unlink(into.c_str());
  return copied;
}

Result<Done> check_sqlite(const std::string& path) {
  auto connection = open(path, SQLITE_OPEN_READONLY);
  if (!connection) return connection.error();
  auto whole = first_word(connection->get(), path, "PRAGMA integrity_check(1)");
  if (!whole) return whole.error();
  auto keys = first_word(connection->get(), path, "PRAGMA foreign_key_check");
  if (!keys) return keys.error();
  if (*whole == "ok" && keys->empty()) return Done{};
  return Error{ErrorKind::Refused, path, *whole == "ok" ? "rows of " + *keys + " that point nowhere" : *whole,
               "a store that is whole", "restore a backup and run `openimr audit verify`"};
}

} // namespace openimr::store
