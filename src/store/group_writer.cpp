#include "store/group_writer.h"

#include <utility>

namespace openimr::store {

GroupWriter::GroupWriter(Store store, std::size_t most) : store_(std::move(store)), most_(most) {
  thread_ = std::thread([this] { run(); });
}

GroupWriter::~GroupWriter() { finish(); }

Result<Done> GroupWriter::write(ledger::Entry entry) {
  Waiting own{std::move(entry)};
  std::unique_lock lock(mutex_);
  if (is_finishing_ || waiting_.size() >= most_)
    return Error{ErrorKind::Storage, store_.name(), is_finishing_ ? "a writer that has ended" : "too many rows waiting",
                 "a row of the log", "try again in a moment"};
  waiting_.push_back(&own);
  more_.notify_one();
  done_.wait(lock, [&] { return own.answer.has_value(); });
  return std::move(*own.answer);
}

void GroupWriter::finish() {
  {
    const std::lock_guard lock(mutex_);
    is_finishing_ = true;
  }
  more_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void GroupWriter::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [&] { return is_finishing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto rows = std::exchange(waiting_, {});
    lock.unlock();
    std::deque<Result<Done>> answers;
    keep(rows, answers);
    lock.lock();
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i]->answer = std::move(answers[i]);
    done_.notify_all();
  }
}

/// All in one transaction; when one row cannot be written at all, each by itself, so that it holds up nobody else's.
void GroupWriter::keep(const std::deque<Waiting*>& rows, std::deque<Result<Done>>& answers) {
  const auto commit = [&](const Batch& batch) -> Result<Done> {
    auto done = store_.commit(batch);
    if (!done) return done.error();
    return Done{};
  };
  Batch all;
  for (const Waiting* row : rows) all.entries.push_back(row->entry);
  const auto done = commit(all);
  const bool is_of_one_row = !done && done.error().kind == ErrorKind::Input && rows.size() > 1;
  for (const Waiting* row : rows) answers.push_back(is_of_one_row ? commit({.entries = {row->entry}}) : done);
}

} // namespace openimr::store
