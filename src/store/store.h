// Store: what the organization remembers. Histories of cases that only grow, what is looked up about them, rows of
// other rooms, work for workers, and the audit log over every change, all in one database and in one transaction an
// act.
//
//   auto store = open_store("sqlite:/var/lib/openimr/cases.db");
//   Batch batch{.key = "…", .cases = {{.id = "CM15-0000001", .expected_version = 3, .events = {…}, .row = …}}};
//   auto done = store->commit(batch);      // Written, Repeated (the same key again) or Conflict (somebody was faster)
//
// It knows neither casework nor time: events are bytes, moments are handed in. Not for several threads at once: each
// opens its own.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "ledger/entry.h"
#include "ledger/log_folder.h"
#include "store/database.h"
#include "store/log_writer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::store {

/// An event on its way in: its bytes and what the audit log says of it.
struct NewEvent {
  std::string kind = {}, body = {};
  Instant recorded = {};
  Date on = {}; ///< local day
  std::string by = {}, role = {};
};

/// One thing that a case asks of somebody.
struct StepRow {
  std::string role = {}, step = {}, rule = {}, words = {};
  std::optional<Date> due_on = {};
};

/// What is looked up about a case; made from its history by the desk.
struct CaseRow {
  std::string id = {};
  std::int64_t version = 0;
  std::string status = {}, outcome = {}, review = {}, jurisdiction = {}, employee = {}, claim_number = {};
  Date received_on = {};
};

struct CaseChange {
  std::string id = {};
  std::int64_t expected_version = 0; ///< events that the writer has seen; 0 for a new case
  std::vector<NewEvent> events = {};
  CaseRow row = {};                                            ///< after the events; its version is not looked at
  std::vector<std::pair<std::string, std::string>> names = {}; ///< (kind, name) by which it is found, see fold_name()
  std::vector<std::pair<std::string, std::string>> names_gone = {}; ///< by which it is found no longer
  std::vector<StepRow> steps = {};
  std::string known_by = {}; ///< how it is known who acts: `known_by` of the events' rows in the log; empty: not said
};

/// A row of another room, opaque here: account, invoice, batch of letters, …
struct RecordChange {
  std::string kind = {}, id = {}, body = {};
  std::int64_t expected_version = 0; ///< 0 for a new one
  bool is_gone = false;              ///< the row goes; nothing remembers it
};

struct NewJob {
  std::string key = {}, kind = {}, body = {}; ///< a key that is there already adds nothing
  std::int64_t run_at = 0;                    ///< UTC seconds
  int max_attempts = 5;
};

/// One act: all of it is kept, or nothing.
struct Batch {
  std::string key = {}; ///< of the request; the same key again is answered, not done again. Empty: no such protection
  std::string fingerprint = {}; ///< of what was asked under the key
  std::vector<CaseChange> cases = {};
  std::vector<RecordChange> records = {};
  std::vector<NewJob> jobs = {};
  std::vector<ledger::Entry> entries = {}; ///< what else the audit log is told; place and chain are filled in
};

enum class Answer { Written, Repeated, Conflict };

struct Committed {
  Answer answer = Answer::Written;
  std::map<std::string, std::int64_t> versions = {}; ///< of the cases, also of an act that was repeated
  std::string conflict = {};                         ///< which case or record had moved on
};

struct StoredEvent {
  std::int64_t version = 0, seq = 0; ///< seq: row of the audit log
  std::string kind = {}, body = {};
};

/// An event that stands in a book over all cases: invoices, complaints, second reviews.
struct BookRow {
  std::string case_id = {};
  std::int64_t version = 0;
  std::string kind = {}, body = {};
};

struct QueueRow {
  std::string role = {}, step = {}, rule = {}, words = {}, case_id = {};
  std::optional<Date> due_on = {};
  std::string employee = {}, status = {}, review = {};
};

struct QueueQuery {
  std::string role = {};                  ///< empty: every role
  std::optional<Date> from = {}, to = {}; ///< due days, both included; empty: all, also steps without a date
  std::string reviewer = {};              ///< cases only for which this id was proposed as reviewer
  std::string after = {};                 ///< cursor of the page before
  int limit = 50;
};

struct QueuePage {
  std::vector<QueueRow> rows = {};
  std::string next = {}; ///< cursor; empty on the last page
};

struct SearchQuery {
  std::string number = {};                ///< exact
  std::string person = {};                ///< beginning of "last, first"
  std::string claim = {};                 ///< claim or adjudication number, exact
  std::string party = {};                 ///< beginning of a party's name
  std::string reviewer = {};              ///< id of somebody who was proposed as its reviewer, exact
  std::string status = {};                ///< exact
  std::optional<Date> from = {}, to = {}; ///< of receipt, both included
  std::string after = {};                 ///< id of the last row of the page before
  int limit = 50;
};

struct Job {
  std::int64_t id = 0;
  std::string key = {}, kind = {}, body = {};
  int attempts = 0;
};

struct JobRow {
  Job job = {};
  std::string state = {}, worker = {}, trouble = {}; ///< state: queued | running | done | dead
};

/// Every look-up row of a case as the store has it, each list sorted.
struct LookUp {
  std::optional<CaseRow> row = {};
  std::vector<std::pair<std::string, std::string>> names = {}; ///< (kind, folded name)
  std::vector<StepRow> steps = {};
};

struct RecordRow {
  std::string id = {}, body = {};
  std::int64_t version = 0;
};

/// How a name is compared: ASCII letters small, runs of white space one space.
std::string fold_name(std::string_view name);

class Store {
public:
  explicit Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  const std::string& name() const { return database_->name(); }

  /// One act, durable when it returns. Input errors (an event that the log cannot name) keep nothing.
  Result<Committed> commit(const Batch& batch);

  /// The versions an act under this key has made, or empty when there was none; Refused when it was another act.
  Result<std::optional<std::map<std::string, std::int64_t>>> answered(const std::string& key,
                                                                      const std::string& fingerprint);

  /// Many acts that become durable together: `work` calls commit() as often as it likes, and nothing of it is kept
  /// before this returns without error. For imports; an act of a person stands by itself.
  Result<Done> together(const std::function<Result<Done>()>& work);

  Result<std::vector<StoredEvent>> history(const std::string& case_id);
  /// Events of a kind in order of case and version, from behind (after_case, after_version) on; by an index, without
  /// reading histories. kind: invoiced | credited | complained | complaint_answered | complaint_closed |
  /// duplicate_drawn | duplicate_attested | duplicate_decided; another gives none.
  Result<std::vector<BookRow>> book(const std::string& kind, const std::string& after_case, std::int64_t after_version,
                                    int limit);
  /// Numbers of cases in order: of all that have events or look-up rows, so that a row without a history shows too.
  Result<std::vector<std::string>> case_numbers(const std::string& after, int limit);
  Result<LookUp> look_up(const std::string& case_id);
  /// Writes a case's look-up rows anew and tells the log. Conflict when its history has moved on from `version`; of
  /// `made` row, names and steps are looked at. Version 0: the case has no history, its rows go.
  Result<Committed> mend_look_up(const CaseChange& made, std::int64_t version, ledger::Entry entry);
  /// NotFound when there is no such case.
  Result<CaseRow> case_row(const std::string& case_id);
  Result<std::vector<CaseRow>> search(const SearchQuery& query);
  Result<QueuePage> queue(const QueueQuery& query);
  /// "CM15-0000001": the next number of a series, never given twice. Numbers may be lost, never reused.
  Result<std::string> next_number(const std::string& series);

  Result<std::optional<RecordRow>> record(const std::string& kind, const std::string& id);
  Result<std::vector<RecordRow>> records(const std::string& kind, const std::string& after = {}, int limit = 100);

  /// The job that waits longest, for `lease` seconds; empty when none is due. Of jobs whose worker did not come back
  /// the lease has run out: they are given again, or are dead after their last attempt.
  Result<std::optional<Job>> take_job(const std::string& worker, std::int64_t now, std::int64_t lease);
  /// Longer, for work that takes its time. False: the job is somebody else's by now.
  Result<bool> extend_job(std::int64_t id, const std::string& worker, std::int64_t lease_until);
  Result<bool> finish_job(std::int64_t id, const std::string& worker);
  /// Again at retry_at, or dead after the last attempt.
  Result<bool> fail_job(std::int64_t id, const std::string& worker, const std::string& trouble, std::int64_t retry_at);
  Result<std::vector<JobRow>> jobs(const std::string& state, int limit = 100);
  /// A dead job gets its attempts back.
  Result<bool> revive_job(std::int64_t id, std::int64_t run_at);

  /// What the audit log stands at.
  Result<ledger::Frontier> log_head();
  /// Keeps a signed checkpoint; the row that says so is handed in with it.
  Result<Done> keep_checkpoint(std::uint64_t size, const std::string& note, ledger::Entry entry);
  /// Rows of the log from a place on, in order, until told false.
  Result<Done> each_log_row(std::uint64_t from, const std::function<bool(std::string_view row)>& take);
  Result<std::vector<std::pair<std::uint64_t, std::string>>> checkpoints();

private:
  struct Writing;
  /// Where the log stands: as the database has it, or inside of together() as the acts before have left it.
  Result<LogWriter> log_writer();
  Result<Done> finish(Transaction& transaction, LogWriter log);
  Result<Done> write_case(Writing& writing, const CaseChange& change);
  Result<Done> insert(std::string_view insert, const std::vector<Row>& rows, std::string_view conflict);
  Result<Done> write_projection(const CaseChange& change, std::int64_t version);
  Result<Done> write_record(Writing& writing, const RecordChange& change);
  Result<Done> add_jobs(const std::vector<NewJob>& jobs);
  Result<std::int64_t> take_number(const std::string& name, std::int64_t count);

  std::unique_ptr<Database> database_;
  std::optional<LogWriter> log_; ///< inside of together() only
};

/// "sqlite:PATH" (made when it is missing, its folder is not) or "postgresql://…"; brought to the newest version. Error
/// (Input) for another scheme.
Result<Store> open_store(const std::string& url);

/// The log of a store as audits and exports read it. The store must outlive it.
class StoreLog : public ledger::LogSource {
public:
  explicit StoreLog(Store& store) : store_(&store) {}
  Result<Done> each_row(const std::function<bool(std::string_view row)>& take) const override;
  Result<std::vector<std::pair<std::string, std::string>>> checkpoints() const override;

private:
  Store* store_;
};

} // namespace openimr::store
