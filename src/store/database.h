// Database: what the store needs of an engine. One SQL text with $1, $2 serves all engines; what differs is said here.
//
// A backend is one folder (sqlite/, postgres/) with one class, and one line in open_store().
#pragma once

#include "base/result.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace openimr::store {

/// Bytes that are no text.
struct Bytes {
  std::string bytes;
  bool operator==(const Bytes&) const = default;
};

/// A value on its way into or out of a statement.
using Cell = std::variant<std::int64_t, std::string, Bytes>;
using Row = std::vector<Cell>;

inline std::int64_t number(const Cell& cell) { return std::get<std::int64_t>(cell); }
inline const std::string& text(const Cell& cell) { return std::get<std::string>(cell); }
inline const std::string& bytes(const Cell& cell) { return std::get<Bytes>(cell).bytes; }

enum class Access { Read, Write };

class Database {
public:
  virtual ~Database() = default;
  virtual const std::string& name() const = 0; ///< for messages; without a password
  /// Runs one statement, prepared once and kept; parameters are $1, $2, … in this order. Error (Storage) in the
  /// engine's words with what to do about it.
  virtual Result<std::vector<Row>> run(std::string_view sql, std::span<const Cell> parameters) = 0;
  /// The same for a statement that writes, inside of a transaction, when nobody asks for its rows: it may be on its way
  /// still when this returns. What goes wrong with it is the answer of the next run() or commit(), and undoes what a
  /// failed run() would have undone.
  virtual Result<Done> send(std::string_view sql, std::span<const Cell> parameters) {
    if (auto done = run(sql, parameters); !done) return done.error();
    return Done{};
  }
  /// Statements that define tables, each ended by ';' at the end of a line.
  virtual Result<Done> define(std::string_view sql) = 0;
  /// Write waits for every other writer of the log, on this machine or another, so that what is read inside holds.
  virtual Result<Done> begin(Access access) = 0;
  virtual Result<Done> commit() = 0;                ///< durable when it returns
  virtual void rollback() = 0;                      ///< never fails; a lost connection is one kind of rollback
  virtual std::string_view locked_rows() const = 0; ///< behind a SELECT that looks for a row nobody else holds

  Result<std::vector<Row>> run(std::string_view sql, std::initializer_list<Cell> parameters = {}) {
    return run(sql, std::span<const Cell>(parameters.begin(), parameters.size()));
  }
  Result<Done> send(std::string_view sql, std::initializer_list<Cell> parameters) {
    return send(sql, std::span<const Cell>(parameters.begin(), parameters.size()));
  }

private:
  friend class Transaction;
  int depth_ = 0; ///< transactions inside of each other
};

/// SQLite file; made when it is missing (its folder too is not). WAL, full synchronization, foreign keys.
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path);
/// PostgreSQL 15 or later; the URL is libpq's own.
Result<std::unique_ptr<Database>> open_postgres(const std::string& url);

/// A transaction that is undone unless it is committed. Inside of another it is a part of it: undone by itself, durable
/// with the outer one.
class Transaction {
public:
  static Result<Transaction> begin(Database& database, Access access);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() { undo(); }
  Result<Done> commit();

private:
  explicit Transaction(Database& database) : database_(&database) {}
  void undo();
  Database* database_;
};

} // namespace openimr::store
