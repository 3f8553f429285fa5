#include "store/database.h"

#include <utility>

namespace openimr::store {

Result<Transaction> Transaction::begin(Database& database, Access access) {
  if (database.depth_ == 0) {
    if (auto begun = database.begin(access); !begun) return begun.error();
  } else if (auto begun = database.send("SAVEPOINT part", {}); !begun) {
    return begun.error();
  }
  ++database.depth_;
  return Transaction(database);
}

Result<Done> Transaction::commit() {
  if (database_->depth_ > 1) {
    if (auto kept = database_->run("RELEASE SAVEPOINT part"); !kept) return kept.error();
    --std::exchange(database_, nullptr)->depth_;
    return Done{};
  }
  auto done = database_->commit();
  if (!done) return done; // undone when this goes
  --std::exchange(database_, nullptr)->depth_;
  return done;
}

void Transaction::undo() {
  if (!database_) return;
  if (--database_->depth_ == 0) return database_->rollback();
  // A second time where the first answered for something sent before it. When the engine has given up the whole
  // transaction there is no savepoint left, and the outer commit says so.
  if (database_->run("ROLLBACK TO SAVEPOINT part") || database_->run("ROLLBACK TO SAVEPOINT part"))
    (void)database_->run("RELEASE SAVEPOINT part");
}

} // namespace openimr::store
