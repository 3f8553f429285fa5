#include "library/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace openimr::library {

Rows::~Rows() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}
Rows& Rows::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(statement_, at, value);
  return *this;
}
Rows& Rows::bind_text(int at, std::string_view value) {
  sqlite3_bind_text64(statement_, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}
Rows& Rows::bind_bytes(int at, std::string_view value) {
  sqlite3_bind_blob64(statement_, at, value.data(), value.size(), SQLITE_STATIC);
  return *this;
}
bool Rows::next() {
  code_ = sqlite3_step(statement_);
  return code_ == SQLITE_ROW;
}
std::int64_t Rows::number(int column) const { return sqlite3_column_int64(statement_, column); }
double Rows::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string_view Rows::text(int column) const {
  const auto* start = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {start, start ? static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)) : 0};
}
bool Rows::failed() const { return code_ != SQLITE_DONE && code_ != SQLITE_ROW && code_ != SQLITE_OK; }

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, bool may_write) {
  std::unique_ptr<Connection> made(new Connection(path));
  const int flags = may_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
  if (sqlite3_open_v2(path.c_str(), &made->connection_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr) !=
      SQLITE_OK) {
    if (!may_write)
      return Error{ErrorKind::NotFound, path, "no library that can be opened", "a library of published decisions",
                   "make one with `openimr corpus import --library " + path + " FILES`"};
    return made->trouble();
  }
  sqlite3_busy_timeout(made->connection_, 20'000);
  return made;
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

Error Connection::trouble() const {
  const int code = sqlite3_errcode(connection_) & 0xff;
  const char* remedy = "nothing of this act was kept; try again";
  if (code == SQLITE_FULL || code == SQLITE_IOERR) remedy = "free space on the disk; what was there before is safe";
  if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN) remedy = "the folder must exist and be writable";
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    remedy = "this is no library, or it is damaged: import the decisions again";
  return {ErrorKind::Storage, path_, fmt::format("{} (SQLite {})", sqlite3_errmsg(connection_), code), "", remedy};
}

Result<Done> Connection::execute(const std::string& sql) {
  if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return trouble();
  return Done{};
}

bool Connection::begin_reading() { return sqlite3_get_autocommit(connection_) != 0 && bool(execute("BEGIN")); }

Result<Rows> Connection::rows(const std::string& sql) {
  auto& statement = statements_[sql];
  if (statement == nullptr && sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                                 SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    return trouble();
  sqlite3_clear_bindings(statement);
  return Rows(statement);
}

Result<Done> Connection::run(Rows rows) {
  while (rows.next()) {
  }
  if (rows.failed()) return trouble();
  return Done{};
}

} // namespace openimr::library
