#include "server/changes.h"

#include "casework/transitions.h"
#include "ledger/entry.h"

#include <chrono>
#include <fmt/format.h>

namespace openimr::server {

namespace {

/// Looks are rows of the log too; they are nobody's news.
bool changes_a_case(const std::string& act) { return casework::transition_of(act) != nullptr || act == "file_saved"; }

} // namespace

class Changes::Listener : public EventSource {
public:
  Listener(Changes& changes, std::uint64_t next) : changes_(changes), next_(next) {}

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
      out += fmt::format("id: {}\nevent: case\ndata: {{\"number\":\"{}\",\"act\":\"{}\"}}\n\n", one.id, one.case_number,
                         one.act);
    }
    return out;
  }

private:
  Changes& changes_;
  std::uint64_t next_;
};

void Changes::watch(std::unique_ptr<desk::Office> office) {
  office_ = std::move(office);
  if (auto head = office_->store().log_head()) next_row_ = head->size();
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

std::shared_ptr<EventSource> Changes::listen(std::uint64_t last_seen) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t next = last_seen > 0 ? last_seen + 1 : next_row_;
  return std::make_shared<Listener>(*this, next);
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
  auto done = office_->store().each_log_row(next, [&](std::string_view row) {
    auto entry = ledger::read_row("log", row);
    if (!entry) return false;
    next = entry->seq + 1;
    if (!entry->case_number.empty() && changes_a_case(entry->act))
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
