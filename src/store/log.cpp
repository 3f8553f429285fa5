// The audit log inside of the store.
#include "store/log_writer.h"
#include "store/store.h"

#include <fmt/format.h>
#include <utility>

namespace openimr::store {

std::string utc_text(const Instant& instant) {
  const std::chrono::sys_seconds moment{std::chrono::seconds(instant.utc_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const auto seconds = (moment - day).count();
  return fmt::format("{}T{:02}:{:02}:{:02}Z", Date(day).iso(), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

Result<LogWriter> LogWriter::open(Database& database) {
  LogWriter writer(database);
  auto rows = database.run("SELECT frontier, last_leaf FROM log_head WHERE one = 1");
  if (!rows) return rows.error();
  if (rows->empty()) return writer;
  auto frontier = ledger::Frontier::from_bytes(bytes(rows->front()[0]));
  if (!frontier) return frontier.error();
  writer.frontier_ = std::move(*frontier);
  writer.last_leaf_ = ledger::hash_of_bytes(bytes(rows->front()[1])).value_or(ledger::Hash{});
  return writer;
}

Result<Done> LogWriter::append(ledger::Entry entry) {
  entry.seq = frontier_.size();
  entry.previous = last_leaf_;
  auto row = ledger::row_of(entry);
  if (!row) return row.error();
  auto kept =
      database_->send("INSERT INTO log (seq, entry) VALUES ($1, $2)", {static_cast<std::int64_t>(entry.seq), *row});
  if (!kept) return kept;
  last_leaf_ = ledger::leaf_hash(*row);
  frontier_.append(last_leaf_);
  is_changed_ = true;
  return Done{};
}

Result<Done> LogWriter::close() {
  if (!is_changed_) return Done{};
  return database_->send("INSERT INTO log_head (one, frontier, last_leaf) VALUES (1, $1, $2) "
                         "ON CONFLICT (one) DO UPDATE SET frontier = excluded.frontier, last_leaf = excluded.last_leaf",
                         {Bytes{frontier_.bytes()}, Bytes{ledger::bytes_of(last_leaf_)}});
}

Result<ledger::Frontier> Store::log_head() {
  auto rows = database_->run("SELECT frontier FROM log_head WHERE one = 1");
  if (!rows) return rows.error();
  if (rows->empty()) return ledger::Frontier();
  return ledger::Frontier::from_bytes(bytes(rows->front()[0]));
}

Result<Done> Store::keep_checkpoint(std::uint64_t size, const std::string& note, ledger::Entry entry) {
  auto transaction = Transaction::begin(*database_, Access::Write);
  if (!transaction) return transaction.error();
  auto log = log_writer();
  if (!log) return log.error();
  if (auto done = log->append(std::move(entry)); !done) return done.error();
  auto kept = database_->send("INSERT INTO checkpoints (size, note) VALUES ($1, $2) ON CONFLICT (size) DO NOTHING",
                              {static_cast<std::int64_t>(size), note});
  if (!kept) return kept;
  return finish(*transaction, std::move(*log));
}

Result<LogWriter> Store::log_writer() { return log_ ? Result<LogWriter>(*log_) : LogWriter::open(*database_); }

Result<Done> Store::finish(Transaction& transaction, LogWriter log) {
  if (!log_)
    if (auto done = log.close(); !done) return done;
  auto done = transaction.commit();
  if (done && log_) log_ = std::move(log);
  return done;
}

/// The head is written once for all acts; what an act has added counts for the next when the act was kept.
Result<Done> Store::together(const std::function<Result<Done>()>& work) {
  auto transaction = Transaction::begin(*database_, Access::Write);
  if (!transaction) return transaction.error();
  auto log = log_writer();
  if (!log) return log.error();
  const auto outer = std::exchange(log_, std::move(*log));
  auto done = work();
  LogWriter after = *std::exchange(log_, outer);
  if (!done) return done;
  return finish(*transaction, std::move(after));
}

Result<Done> Store::each_log_row(std::uint64_t from, const std::function<bool(std::string_view)>& take) {
  constexpr std::int64_t page = 1000;
  for (auto next = static_cast<std::int64_t>(from);;) {
    auto rows = database_->run("SELECT seq, entry FROM log WHERE seq >= $1 ORDER BY seq LIMIT $2", {next, page});
    if (!rows) return rows.error();
    for (const Row& row : *rows)
      if (!take(text(row[1]))) return Done{};
    if (static_cast<std::int64_t>(rows->size()) < page) return Done{};
    next = number(rows->back()[0]) + 1;
  }
}

Result<std::vector<std::pair<std::uint64_t, std::string>>> Store::checkpoints() {
  auto rows = database_->run("SELECT size, note FROM checkpoints ORDER BY size");
  if (!rows) return rows.error();
  std::vector<std::pair<std::uint64_t, std::string>> notes;
  for (const Row& row : *rows) notes.emplace_back(static_cast<std::uint64_t>(number(row[0])), text(row[1]));
  return notes;
}

Result<Done> StoreLog::each_row(const std::function<bool(std::string_view)>& take) const {
  return store_->each_log_row(0, take);
}

Result<std::vector<std::pair<std::string, std::string>>> StoreLog::checkpoints() const {
  auto notes = store_->checkpoints();
  if (!notes) return notes.error();
  std::vector<std::pair<std::string, std::string>> named;
  for (auto& [size, note] : *notes) named.emplace_back(ledger::checkpoint_file(size), std::move(note));
  return named;
}

} // namespace openimr::store
