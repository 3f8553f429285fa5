// Changes: tells whoever listens which case has moved on. It reads the audit log of the store, so it knows what every
// process of the house did, and each listener gets what came after it began to listen.
#pragma once

#include "desk/office.h"
#include "server/message.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace openimr::server {

class Changes {
public:
  Changes() = default;
  ~Changes() { stop(); }
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;

  /// Looks at the log every half second on a thread of its own.
  void watch(std::unique_ptr<desk::Office> office);
  void stop();
  /// A listener; last_seen: of Last-Event-ID, 0 for none.
  std::shared_ptr<EventSource> listen(std::uint64_t last_seen);

private:
  struct One {
    std::uint64_t id = 0;
    std::string case_number, act;
  };
  class Listener;
  void run();
  void look();

  static constexpr std::size_t most_kept = 5000;
  std::unique_ptr<desk::Office> office_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  std::deque<One> recent_;
  std::uint64_t next_row_ = 0;
  bool is_stopping_ = false;
  std::thread thread_;
};

} // namespace openimr::server
