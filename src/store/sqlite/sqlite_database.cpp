// SQLite: one file, for one machine. Any number of processes read; one writes at a time and the others wait for it.
#include "store/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>
#include <unordered_map>

namespace openimr::store {
namespace {

constexpr int busy_milliseconds = 20'000;

/// What to do about an error of the engine.
const char* remedy(int code) {
  switch (code & 0xff) {
  case SQLITE_FULL:
    return "free space on the disk; nothing of this act was kept, and everything before it is safe";
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return "make the file and its folder writable for this user; nothing was changed";
  case SQLITE_CANTOPEN:
    return "the folder must exist and be writable";
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return "another program has been writing for long; try again";
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return "this is no store, or it is damaged: restore a backup and run openimr audit verify";
  case SQLITE_IOERR:
    return "the disk failed or is full; nothing of this act was kept";
  default:
    return "nothing of this act was kept";
  }
}

class SqliteDatabase final : public Database {
public:
  explicit SqliteDatabase(std::string path) : path_(std::move(path)) {}
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;
  ~SqliteDatabase() override {
    for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(connection_);
  }

  Result<Done> open() {
    // Histories name patients: a new file is its owner's alone, and the journal beside it takes its mode from it. Only
    // a file that was not there is touched, because closing another one would let go of locks that this process may
    // hold on it.
    if (const int made = ::open(path_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600); made >= 0) ::close(made);
    const int code = sqlite3_open_v2(
        path_.c_str(), &connection_,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) return trouble(code);
    sqlite3_busy_timeout(connection_, busy_milliseconds);
    for (const char* setting : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                                "PRAGMA trusted_schema = OFF"})
      if (auto done = execute(setting); !done) return done;
    return Done{};
  }

  const std::string& name() const override { return path_; }
  std::string_view locked_rows() const override { return ""; }

  Result<std::vector<Row>> run(std::string_view sql, std::span<const Cell> parameters) override {
    auto prepared = statement(sql);
    if (!prepared) return prepared.error();
    bind(*prepared, parameters);
    std::vector<Row> rows;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(*prepared)) == SQLITE_ROW) rows.push_back(row(*prepared));
    sqlite3_reset(*prepared);
    if (code != SQLITE_DONE) return trouble(code);
    return rows;
  }

  Result<Done> define(std::string_view sql) override { return execute(std::string(sql)); }

  Result<Done> begin(Access access) override {
    auto begun = run(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN", {});
    if (!begun) return begun.error();
    return Done{};
  }
  Result<Done> commit() override {
    auto done = run("COMMIT", {});
    if (!done) return done.error();
    return Done{};
  }
  void rollback() override {
    if (!sqlite3_get_autocommit(connection_)) sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
  }

private:
  Error trouble(int code) const {
    const char* words = connection_ ? sqlite3_errmsg(connection_) : sqlite3_errstr(code);
    return {ErrorKind::Storage, path_, fmt::format("{} (SQLite {})", words, code), "", remedy(code)};
  }

  Result<Done> execute(const std::string& sql) {
    const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return trouble(code);
    return Done{};
  }

  Result<sqlite3_stmt*> statement(std::string_view sql) {
    const auto known = statements_.find(std::string(sql));
    if (known != statements_.end()) return known->second;
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) return trouble(code);
    statements_.emplace(sql, made);
    return made;
  }

  /// $1 is a name to SQLite, so its place is asked for.
  static void bind(sqlite3_stmt* statement, std::span<const Cell> parameters) {
    sqlite3_clear_bindings(statement);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const int at = sqlite3_bind_parameter_index(statement, fmt::format("${}", i + 1).c_str());
      if (at == 0) continue; // not used by this statement
      if (const auto* whole = std::get_if<std::int64_t>(&parameters[i]))
        sqlite3_bind_int64(statement, at, *whole);
      else if (const auto* words = std::get_if<std::string>(&parameters[i]))
        sqlite3_bind_text64(statement, at, words->data(), words->size(), SQLITE_STATIC, SQLITE_UTF8);
      else
        sqlite3_bind_blob64(statement, at, bytes(parameters[i]).data(), bytes(parameters[i]).size(), SQLITE_STATIC);
    }
  }

  static Row row(sqlite3_stmt* statement) {
    Row cells;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const int type = sqlite3_column_type(statement, i);
      if (type == SQLITE_INTEGER) {
        cells.emplace_back(static_cast<std::int64_t>(sqlite3_column_int64(statement, i)));
        continue;
      }
      const auto* start =
          static_cast<const char*>(type == SQLITE_BLOB ? sqlite3_column_blob(statement, i)
                                                       : static_cast<const void*>(sqlite3_column_text(statement, i)));
      std::string value =
          start ? std::string(start, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))) : std::string();
      if (type == SQLITE_BLOB)
        cells.emplace_back(Bytes{std::move(value)});
      else
        cells.emplace_back(std::move(value));
    }
    return cells;
  }

  std::string path_;
  sqlite3* connection_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

} // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path) {
  auto database = std::make_unique<SqliteDatabase>(path);
  if (auto opened = database->open(); !opened) return opened.error();
  return std::unique_ptr<Database>(std::move(database));
}

} // namespace openimr::store
