#include "server/changes.h"

#include "ledger/entry.h"

#include <chrono>
#include <fmt/format.h>

namespace openimr::server {

class Changes::Listener : public EventSource {
public:
  Listener(Changes& changes, std::uint64_t next, std::function<bool(const std::string&)> may_see)
      : changes_(changes), next_(next), may_see_(std::move(may_see)) {}

  std::string take() override {
    std::deque<One> fresh;
    {
      const std::lock_guard lock(changes_.mutex_);
      for (const One& one : changes_.recent_)
        if (one.id >= next_) fresh.push_back(one);
    }
    std::string out;
    for (const One& one : fresh) {
      next_ = one.id + 1;
      if (may_see_(one.case_number))
        out += fmt::format("id: {}\nevent: case\ndata: {{\"number\":\"{}\",\"act\":\"{}\"}}\n\n", one.id,
                           one.case_number, one.act);
    }
    return out;
  }

private:
  Changes& changes_;
  std::uint64_t next_;
  std::function<bool(const std::string&)> may_see_;
};

void Changes::watch(std::unique_ptr<store::Store> store) {
  store_ = std::move(store);
  if (auto head = store_->log_head()) next_row_ = head->size();
  thread_ = std::thread([this] { run(); });
}

void Changes::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  stopping_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::shared_ptr<EventSource> Changes::listen(std::uint64_t last_seen, std::function<bool(const std::string&)> may_see) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t next = last_seen > 0 ? last_seen + 1 : next_row_;
  return std::make_shared<Listener>(*this, next, std::move(may_see));
}

void Changes::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (stopping_.wait_for(lock, std::chrono::milliseconds(500), [this] { return is_stopping_; })) return;
    }
    look();
  }
}

void Changes::look() {
  std::deque<One> fresh;
  std::uint64_t next = next_row_;
  auto done = store_->each_log_row(next, [&](std::string_view row) {
    auto entry = ledger::read_row("log", row);
    if (!entry) return false;
    next = entry->seq + 1;
    if (!entry->case_number.empty() && entry->act != ledger::acts::page_read)
      fresh.push_back({entry->seq, entry->case_number, entry->act});
    return true;
  });
  if (!done) return; // the store is away: the next look finds it
  const std::lock_guard lock(mutex_);
  next_row_ = next;
  for (One& one : fresh) recent_.push_back(std::move(one));
  while (recent_.size() > most_kept) recent_.pop_front();
}

} // namespace openimr::server
