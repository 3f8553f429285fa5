// GroupWriter: rows of the audit log that many threads hand in at the same time become durable together.
//
// One durable write costs the same for one row and for a hundred. Who hands in a row waits until it is on disk; what
// comes in meanwhile makes the next transaction.
#pragma once

#include "store/store.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace openimr::store {

class GroupWriter {
public:
  /// store: the writer's own. most: how many rows may wait.
  explicit GroupWriter(Store store, std::size_t most = 4096);
  /// Writes what waits, then ends.
  ~GroupWriter();
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  /// Durable when it returns; rows stand in the log in the order in which they came. Error: of the row itself (Input),
  /// of the disk or the engine, which everybody hears whose row was in the transaction; Storage when too many wait or
  /// the writer has ended.
  Result<Done> write(ledger::Entry entry);
  /// Writes what waits and takes nothing more.
  void finish();

private:
  /// One who waits; lives on the stack of write().
  struct Waiting {
    ledger::Entry entry;
    std::optional<Result<Done>> answer = {}; ///< behind mutex_
  };
  void run();
  void keep(const std::deque<Waiting*>& rows, std::deque<Result<Done>>& answers);

  Store store_; ///< of thread_ alone
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable more_, done_;
  std::deque<Waiting*> waiting_;
  bool is_finishing_ = false;
  std::thread thread_;
};

} // namespace openimr::store
