// Connection: SQLite as this room speaks to it; statements are prepared once and kept.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace openimr::library {

/// A statement on its way; ends when it goes out of scope.
class Rows {
public:
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
  Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)), code_(other.code_) {}
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  Rows& bind(int at, std::int64_t value);
  Rows& bind_text(int at, std::string_view value); ///< must outlive the rows
  Rows& bind_bytes(int at, std::string_view value);
  bool next(); ///< false at the end, and when something went wrong (see failed)
  std::int64_t number(int column) const;
  double real(int column) const;
  std::string_view text(int column) const; ///< until the next row
  bool failed() const;

private:
  sqlite3_stmt* statement_;
  int code_ = 0;
};

class Connection {
public:
  static Result<std::unique_ptr<Connection>> open(const std::string& path, bool may_write);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  Result<Done> execute(const std::string& sql);
  bool begin_reading(); ///< false inside a transaction
  /// Error when the statement is wrong for this file.
  Result<Rows> rows(const std::string& sql);
  /// Runs to the end; rows are left out.
  Result<Done> run(Rows rows);
  Error trouble() const;
  sqlite3* raw() const { return connection_; }
  const std::string& path() const { return path_; }

private:
  explicit Connection(std::string path) : path_(std::move(path)) {}
  std::string path_;
  sqlite3* connection_ = nullptr;
  std::map<std::string, sqlite3_stmt*> statements_;
};

} // namespace openimr::library
