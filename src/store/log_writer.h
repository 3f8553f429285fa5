// LogWriter: the one place where the audit log grows. Lives inside of one write transaction, behind the lock of the
// writers, so rows have neither gaps nor doubles whatever number of programs write.
#pragma once

#include "base/date.h"
#include "ledger/entry.h"
#include "ledger/merkle.h"
#include "store/database.h"

namespace openimr::store {

class LogWriter {
public:
  /// Reads where the log stands.
  static Result<LogWriter> open(Database& database);
  std::uint64_t size() const { return frontier_.size(); }
  /// Place and chain are filled in. Error (Input) for an entry that cannot be written; of the disk it may come with the
  /// next statement (Database::send).
  Result<Done> append(ledger::Entry entry);
  /// Keeps where the log stands now.
  Result<Done> close();

private:
  explicit LogWriter(Database& database) : database_(&database) {}
  Database* database_;
  ledger::Frontier frontier_;
  ledger::Hash last_leaf_{};
  bool is_changed_ = false;
};

/// "2015-01-16T18:02:00Z".
std::string utc_text(const Instant& instant);

} // namespace openimr::store
