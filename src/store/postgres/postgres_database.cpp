// PostgreSQL 15 or later: one database that any number of servers and workers share.
#include "store/database.h"
#include "store/store_url.h"

#include <cstdlib>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <unordered_map>

namespace openimr::store {
namespace {

constexpr Oid oid_bytea = 17, oid_int8 = 20, oid_int4 = 23, oid_text = 25;
/// Orders the writers of the log; the key is the bytes of "openimr".
constexpr std::string_view writers_lock = "SELECT pg_advisory_xact_lock(31367303361293682)";
/// Statements sent before their answers are read, so that neither side waits for the other to read.
constexpr std::size_t most_on_the_way = 256;

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ResultDeleter>;

std::string big_endian(std::int64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
  return bytes;
}

std::int64_t whole(const char* bytes, int length) {
  std::uint64_t value = 0;
  for (int i = 0; i < length; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return length == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
}

/// Parameters as libpq wants them; keeps the bytes of numbers.
struct Parameters {
  std::vector<std::string> kept;
  std::vector<const char*> values;
  std::vector<int> lengths, formats;
  std::vector<Oid> types;

  explicit Parameters(std::span<const Cell> cells) {
    kept.reserve(cells.size());
    for (const Cell& cell : cells) {
      const std::string* value = nullptr;
      if (const auto* given = std::get_if<std::int64_t>(&cell))
        value = &kept.emplace_back(big_endian(*given));
      else
        value = std::holds_alternative<Bytes>(cell) ? &bytes(cell) : &text(cell);
      values.push_back(value->data());
      lengths.push_back(static_cast<int>(value->size()));
      formats.push_back(1);
      types.push_back(std::holds_alternative<std::int64_t>(cell) ? oid_int8
                      : std::holds_alternative<Bytes>(cell)      ? oid_bytea
                                                                 : oid_text);
    }
  }
};

class PostgresDatabase final : public Database {
public:
  explicit PostgresDatabase(const std::string& url) : url_(url), name_(without_password(url)) {}
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;
  ~PostgresDatabase() override { PQfinish(connection_); }

  Result<Done> open() {
    connection_ = PQconnectdb(url_.c_str());
    return settle();
  }

  const std::string& name() const override { return name_; }
  std::string_view locked_rows() const override { return " FOR UPDATE SKIP LOCKED"; }

  Result<std::vector<Row>> run(std::string_view sql, std::span<const Cell> parameters) override {
    if (!is_in_transaction_)
      if (auto alive = reach(); !alive) return alive.error();
    if (auto put = put_on_the_way(sql, parameters); !put) return put.error();
    auto answer = wait();
    if (!answer) return answer.error();
    return rows_of(answer->get());
  }

  Result<Done> send(std::string_view sql, std::span<const Cell> parameters) override {
    if (auto put = put_on_the_way(sql, parameters); !put) return put.error();
    if (on_the_way_.size() < most_on_the_way) return Done{};
    if (auto answer = wait(); !answer) return answer.error();
    return Done{};
  }

  /// Texts compare byte by byte, whatever the database's own order: the same queries page in the same order on every
  /// engine.
  Result<Done> define(std::string_view sql) override {
    std::string adapted;
    for (std::size_t at = 0; at < sql.size();) {
      const std::size_t next = sql.find(" TEXT ", at);
      adapted += sql.substr(at, next == sql.npos ? sql.npos : next - at);
      if (next == sql.npos) break;
      adapted += " TEXT COLLATE \"C\" ";
      at = next + 6;
    }
    return execute(adapted);
  }

  /// Goes out with the first statement; the lock is held when that statement runs.
  Result<Done> begin(Access access) override {
    if (auto alive = reach(); !alive) return alive;
    is_in_transaction_ = true;
    if (access == Access::Read) return send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {});
    if (auto begun = send("BEGIN", {}); !begun) return begun;
    return send(writers_lock, {});
  }
  Result<Done> commit() override {
    if (auto put = put_on_the_way("COMMIT", {}); !put) return put.error();
    auto answer = wait();
    if (!answer) return answer.error();
    if (std::string_view(PQcmdStatus(answer->get())) != "COMMIT") // the server had given the transaction up
      return Error{ErrorKind::Storage, name_, "the server undid the transaction", "",
                   "try again; nothing of this act was kept"};
    is_in_transaction_ = false;
    return Done{};
  }
  void rollback() override {
    if (!on_the_way_.empty()) (void)wait();
    is_in_transaction_ = false;
    if (PQtransactionStatus(connection_) != PQTRANS_IDLE) Answer(PQexec(connection_, "ROLLBACK"));
  }

private:
  /// What every connection begins with.
  Result<Done> settle() {
    if (PQstatus(connection_) != CONNECTION_OK) return trouble(nullptr);
    PQsetNoticeProcessor(
        connection_, [](void*, const char*) {}, nullptr);
    if (PQserverVersion(connection_) < 150000)
      return Error{ErrorKind::Storage, name_, fmt::format("PostgreSQL {}", PQserverVersion(connection_) / 10000),
                   "PostgreSQL 15 or later", "upgrade the server"};
    // Whoever set them otherwise for the database, an answer means that it is on disk.
    return execute("SET synchronous_commit = on; SET client_encoding = 'UTF8'; SET lock_timeout = '60s'; SET "
                   "client_min_messages = warning");
  }

  /// A connection that the server has closed meanwhile is made anew: nothing was asked on it yet.
  Result<Done> reach() {
    // Twice: a server that goes says so first, and the end of the connection comes behind its words.
    const bool is_there = PQconsumeInput(connection_) == 1 && PQconsumeInput(connection_) == 1;
    if (is_there && PQstatus(connection_) == CONNECTION_OK) return Done{};
    PQreset(connection_);
    statements_.clear(); // what was prepared there is gone
    return settle();
  }

  Error trouble(const PGresult* result) const {
    const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char* words = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    std::string found = words ? words : PQerrorMessage(connection_);
    while (!found.empty() && (found.back() == '\n' || found.back() == ' ')) found.pop_back();
    return {ErrorKind::Storage, name_, state ? fmt::format("{} (PostgreSQL {})", found, state) : found, "",
            remedy(state ? state : "")};
  }

  const char* remedy(std::string_view state) const {
    if (PQstatus(connection_) != CONNECTION_OK)
      return "the server cannot be reached: start it, then do the act again with the same --key; it is kept once at "
             "most";
    if (state.starts_with("53"))
      return "free space on the server's disk; nothing of this act was kept, and everything before it is safe";
    if (state == "25006") return "this server takes no changes (a standby?): use the primary";
    if (state == "42501") return "grant the role the right to use its schema";
    if (state == "55P03") return "another program has been writing for long; try again";
    return "nothing of this act was kept";
  }

  Result<Done> execute(const std::string& sql) {
    if (!on_the_way_.empty())
      if (auto before = wait(); !before) return before.error();
    const Answer answer(PQexec(connection_, sql.c_str()));
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return trouble(answer.get());
    return Done{};
  }

  /// Hands a statement to libpq's pipeline without waiting for its answer; a new one is prepared first.
  Result<Done> put_on_the_way(std::string_view sql, std::span<const Cell> parameters) {
    const Parameters given(parameters);
    const int count = static_cast<int>(given.values.size());
    if (PQpipelineStatus(connection_) == PQ_PIPELINE_OFF && PQenterPipelineMode(connection_) != 1)
      return trouble(nullptr);
    const std::string text(sql);
    auto known = statements_.find(text);
    if (known == statements_.end()) {
      known = statements_.emplace(text, fmt::format("s{}", ++prepared_)).first;
      on_the_way_.push_back(text);
      if (PQsendPrepare(connection_, known->second.c_str(), text.c_str(), count, given.types.data()) != 1)
        return lost();
    }
    on_the_way_.emplace_back();
    if (PQsendQueryPrepared(connection_, known->second.c_str(), count, given.values.data(), given.lengths.data(),
                            given.formats.data(), 1) != 1)
      return lost();
    return Done{};
  }

  Error lost() {
    on_the_way_.clear();
    return trouble(nullptr);
  }

  /// The answer of the last statement on the way. When one of them failed the server has passed over those behind it,
  /// and the first failure is the answer.
  Result<Answer> wait() {
    if (PQpipelineSync(connection_) != 1) return lost();
    Answer last, failed;
    for (const std::string& prepared : on_the_way_) {
      last.reset(PQgetResult(connection_));
      const auto status = PQresultStatus(last.get());
      const bool is_good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
      if (!is_good && !prepared.empty()) statements_.erase(prepared);
      while (const Answer end{PQgetResult(connection_)}) {
      }
      if (!is_good && !failed) failed = std::move(last);
      if (PQstatus(connection_) != CONNECTION_OK) return lost();
    }
    on_the_way_.clear();
    while (const Answer end{PQgetResult(connection_)}) {
    } // the mark of PQpipelineSync
    if (PQexitPipelineMode(connection_) != 1) return trouble(nullptr);
    if (failed) return trouble(failed.get());
    return last;
  }

  Result<std::vector<Row>> rows_of(const PGresult* answer) const {
    const auto status = PQresultStatus(answer);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return trouble(answer);
    std::vector<Row> rows(static_cast<std::size_t>(PQntuples(answer)));
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (int j = 0; j < PQnfields(answer); ++j) rows[i].push_back(cell(answer, static_cast<int>(i), j));
    return rows;
  }

  static Cell cell(const PGresult* answer, int row, int column) {
    const char* value = PQgetvalue(answer, row, column);
    const int length = PQgetlength(answer, row, column);
    const Oid type = PQftype(answer, column);
    if (type == oid_int8 || type == oid_int4) return whole(value, length);
    std::string kept(value, static_cast<std::size_t>(length));
    if (type == oid_bytea) return Bytes{std::move(kept)};
    return kept;
  }

  std::string url_, name_;
  PGconn* connection_ = nullptr;
  std::unordered_map<std::string, std::string> statements_; ///< SQL -> name on this connection
  std::size_t prepared_ = 0;
  std::vector<std::string> on_the_way_; ///< one an answer that will come: the SQL of what is prepared, else empty
  bool is_in_transaction_ = false;
};

} // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& url) {
  auto database = std::make_unique<PostgresDatabase>(url);
  if (auto opened = database->open(); !opened) return opened.error();
  return std::unique_ptr<Database>(std::move(database));
}

} // namespace openimr::store
