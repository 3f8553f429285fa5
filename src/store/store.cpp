#include "store/store.h"

#include "base/hash.h"
#include "store/log_writer.h"
#include "store/migrations.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::store {
namespace {

std::string versions_text(const std::map<std::string, std::int64_t>& versions) {
  std::string words;
  for (const auto& [id, version] : versions) words += fmt::format("{} {}\n", version, id);
  return words;
}

std::map<std::string, std::int64_t> versions_of(std::string_view words) {
  std::map<std::string, std::int64_t> versions;
  while (!words.empty()) {
    const auto end = words.find('\n'), space = words.find(' ');
    versions[std::string(words.substr(space + 1, end - space - 1))] = std::stoll(std::string(words.substr(0, space)));
    words.remove_prefix(end + 1);
  }
  return versions;
}

/// Without a day: behind every day there is.
std::string day_key(const std::optional<Date>& day) { return day ? day->iso() : "none"; }

} // namespace

std::string fold_name(std::string_view name) {
  std::string folded;
  for (char c : name) {
    if (c == ' ' || c == '\t' || c == '\n') {
      if (!folded.empty() && folded.back() != ' ') folded += ' ';
    } else {
      folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

/// What one commit gathers on its way.
struct Store::Writing {
  LogWriter log;
  Committed committed;
  bool is_conflict() const { return committed.answer == Answer::Conflict; }
  Done conflict(std::string what) {
    committed.answer = Answer::Conflict;
    committed.conflict = std::move(what);
    return {};
  }
};

Result<Committed> Store::commit(const Batch& batch) {
  auto transaction = Transaction::begin(*database_, Access::Write);
  if (!transaction) return transaction.error();
  if (!batch.key.empty()) {
    auto known = answered(batch.key, batch.fingerprint);
    if (!known) return known.error();
    if (*known) return Committed{Answer::Repeated, std::move(**known), {}};
  }
  auto log = log_writer();
  if (!log) return log.error();
  Writing writing{std::move(*log), {}};
  for (const CaseChange& change : batch.cases) {
    if (auto done = write_case(writing, change); !done) return done.error();
    if (writing.is_conflict()) return writing.committed;
  }
  for (const RecordChange& change : batch.records) {
    if (auto done = write_record(writing, change); !done) return done.error();
    if (writing.is_conflict()) return writing.committed;
  }
  for (const ledger::Entry& entry : batch.entries)
    if (auto done = writing.log.append(entry); !done) return done.error();
  if (auto done = add_jobs(batch.jobs); !done) return done.error();
  if (!batch.key.empty()) {
    auto kept = database_->send("INSERT INTO requests (key, fingerprint, versions) VALUES ($1, $2, $3)",
                                {batch.key, batch.fingerprint, versions_text(writing.committed.versions)});
    if (!kept) return kept.error();
  }
  if (auto done = finish(*transaction, std::move(writing.log)); !done) return done.error();
  return writing.committed;
}

Result<std::optional<std::map<std::string, std::int64_t>>> Store::answered(const std::string& key,
                                                                           const std::string& fingerprint) {
  auto known = database_->run("SELECT fingerprint, versions FROM requests WHERE key = $1", {key});
  if (!known) return known.error();
  if (known->empty()) return std::optional<std::map<std::string, std::int64_t>>();
  if (text(known->front()[0]) != fingerprint)
    return Error{ErrorKind::Refused, fmt::format("request {}", key), "another act under the same key",
                 "a key of its own for each act", "take a new key"};
  return std::optional(versions_of(text(known->front()[1])));
}

Result<Done> Store::write_case(Writing& writing, const CaseChange& change) {
  auto rows = database_->run("SELECT version FROM cases WHERE id = $1", {change.id});
  if (!rows) return rows.error();
  std::int64_t version = rows->empty() ? 0 : number(rows->front()[0]);
  if (version != change.expected_version) return writing.conflict(change.id);
  for (const NewEvent& event : change.events) {
    ++version;
    ledger::Entry entry{.at = utc_text(event.recorded),
                        .local_date = event.on.iso(),
                        .actor = event.by,
                        .role = event.role,
                        .act = event.kind,
                        .case_number = change.id,
                        .subject = sha256_hex(event.body),
                        .details = {{"version", std::to_string(version)}}};
    if (!change.known_by.empty()) entry.details["known_by"] = change.known_by;
    const auto seq = static_cast<std::int64_t>(writing.log.size());
    if (auto done = writing.log.append(std::move(entry)); !done) return done.error();
    auto kept = database_->send("INSERT INTO events (case_id, version, kind, body, seq) VALUES ($1, $2, $3, $4, $5)",
                                {change.id, version, event.kind, event.body, seq});
    if (!kept) return kept;
  }
  writing.committed.versions[change.id] = version;
  return write_projection(change, version);
}

/// Rows of one table in as few statements as may be; `insert` ends with VALUES, `conflict` says what to do with a row
/// that is there.
Result<Done> Store::insert(std::string_view insert, const std::vector<Row>& rows, std::string_view conflict) {
  constexpr std::size_t most = 16; // each number of rows is a statement that the engine has to know
  for (std::size_t from = 0; from < rows.size(); from += most) {
    std::string sql(insert);
    std::vector<Cell> cells;
    for (std::size_t i = from; i < std::min(rows.size(), from + most); ++i) {
      sql += i == from ? " (" : ", (";
      for (std::size_t column = 0; column < rows[i].size(); ++column) {
        cells.push_back(rows[i][column]);
        sql += fmt::format("{}${}", column == 0 ? "" : ", ", cells.size());
      }
      sql += ")";
    }
    if (auto kept = database_->send(fmt::format("{} {}", sql, conflict), cells); !kept) return kept;
  }
  return Done{};
}

/// Found by name, by number, by day; asked of whom by when. Written anew from what the desk made of the history.
Result<Done> Store::write_projection(const CaseChange& change, std::int64_t version) {
  const CaseRow& row = change.row;
  auto done = database_->send(
      "INSERT INTO cases (id, version, status, outcome, review, jurisdiction, employee, claim_number, received_on) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = "
      "excluded.status, "
      "outcome = excluded.outcome, review = excluded.review, employee = excluded.employee, claim_number = "
      "excluded.claim_number",
      {change.id, version, row.status, row.outcome, row.review, row.jurisdiction, row.employee, row.claim_number,
       row.received_on.iso()});
  if (!done) return done;
  // A name once known stays known (a case is found under the administrator it had), unless the desk says otherwise.
  std::vector<Row> names, steps;
  for (const auto& [kind, name] : change.names) names.push_back({kind, fold_name(name), change.id});
  if (auto kept = insert("INSERT INTO case_names (kind, name, case_id) VALUES", names, "ON CONFLICT DO NOTHING"); !kept)
    return kept;
  for (const auto& [kind, name] : change.names_gone)
    if (auto gone = database_->send("DELETE FROM case_names WHERE kind = $1 AND name = $2 AND case_id = $3",
                                    {kind, fold_name(name), change.id});
        !gone)
      return gone;
  if (auto gone = database_->send("DELETE FROM case_steps WHERE case_id = $1", {change.id}); !gone) return gone;
  for (const StepRow& step : change.steps)
    steps.push_back({step.role, day_key(step.due_on), change.id, step.step, step.rule, step.words});
  return insert("INSERT INTO case_steps (role, due_on, case_id, step, rule, words) VALUES", steps,
                "ON CONFLICT DO NOTHING");
}

Result<Committed> Store::mend_look_up(const CaseChange& made, std::int64_t version, ledger::Entry entry) {
  auto transaction = Transaction::begin(*database_, Access::Write);
  if (!transaction) return transaction.error();
  auto rows = database_->run("SELECT COALESCE(MAX(version), 0) FROM events WHERE case_id = $1", {made.id});
  if (!rows) return rows.error();
  if (number(rows->front()[0]) != version) return Committed{Answer::Conflict, {}, made.id};
  for (const char* sql : {"DELETE FROM case_names WHERE case_id = $1", "DELETE FROM case_steps WHERE case_id = $1",
                          "DELETE FROM cases WHERE id = $1"})
    if (auto gone = database_->send(sql, {made.id}); !gone) return gone.error();
  if (version != 0)
    if (auto done = write_projection(made, version); !done) return done.error();
  auto log = log_writer();
  if (!log) return log.error();
  if (auto told = log->append(std::move(entry)); !told) return told.error();
  if (auto done = finish(*transaction, std::move(*log)); !done) return done.error();
  return Committed{Answer::Written, {{made.id, version}}, {}};
}

Result<Done> Store::write_record(Writing& writing, const RecordChange& change) {
  auto rows = database_->run("SELECT version FROM records WHERE kind = $1 AND id = $2", {change.kind, change.id});
  if (!rows) return rows.error();
  const std::int64_t version = rows->empty() ? 0 : number(rows->front()[0]);
  if (version != change.expected_version) return writing.conflict(fmt::format("{} {}", change.kind, change.id));
  if (change.is_gone)
    return database_->send("DELETE FROM records WHERE kind = $1 AND id = $2", {change.kind, change.id});
  return database_->send("INSERT INTO records (kind, id, version, body) VALUES ($1, $2, $3, $4) "
                         "ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, body = excluded.body",
                         {change.kind, change.id, version + 1, change.body});
}

Result<std::int64_t> Store::take_number(const std::string& name, std::int64_t count) {
  auto rows = database_->run("INSERT INTO numbers (name, last) VALUES ($1, $2) "
                             "ON CONFLICT (name) DO UPDATE SET last = numbers.last + excluded.last RETURNING last",
                             {name, count});
  if (!rows) return rows.error();
  return number(rows->front()[0]);
}

Result<std::string> Store::next_number(const std::string& series) {
  auto transaction = Transaction::begin(*database_, Access::Write);
  if (!transaction) return transaction.error();
  auto last = take_number("series " + series, 1);
  if (!last) return last.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return fmt::format("{}-{:07}", series, *last);
}

Result<std::optional<RecordRow>> Store::record(const std::string& kind, const std::string& id) {
  auto rows = database_->run("SELECT id, body, version FROM records WHERE kind = $1 AND id = $2", {kind, id});
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<RecordRow>();
  const Row& row = rows->front();
  return std::optional<RecordRow>({text(row[0]), text(row[1]), number(row[2])});
}

Result<std::vector<RecordRow>> Store::records(const std::string& kind, const std::string& after, int limit) {
  auto rows = database_->run("SELECT id, body, version FROM records WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3",
                             {kind, after, std::int64_t{limit}});
  if (!rows) return rows.error();
  std::vector<RecordRow> found;
  for (const Row& row : *rows) found.push_back({text(row[0]), text(row[1]), number(row[2])});
  return found;
}

Result<Store> open_store(const std::string& url) {
  Result<std::unique_ptr<Database>> database = Error{ErrorKind::Input, "--store", fmt::format("\"{}\"", url),
                                                     "sqlite:PATH or postgresql://…", "correct the address"};
  if (url.starts_with("sqlite:") && url.size() > 7) database = open_sqlite(url.substr(7));
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) database = open_postgres(url);
  if (!database) return database.error();
  if (auto done = migrate(**database); !done) return done.error();
  return Store(std::move(*database));
}

} // namespace openimr::store
