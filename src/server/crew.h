// Crew: the threads behind the event loop. Quick work (a look at a case) and slow work (reading a file anew) have
// threads of their own, so that nobody's page waits for somebody else's scan.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace openimr::server {

class Crew {
public:
  enum class Pace { Quick, Slow };
  /// Work gets the number of its thread: quick ones first, then slow ones.
  using Work = std::function<void(std::size_t thread)>;

  Crew(std::size_t quick, std::size_t slow);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// false: too much waits already (the answer is 503).
  bool add(Pace pace, Work work);
  std::size_t size() const { return threads_.size(); }
  std::size_t waiting() const;
  /// Does what waits, then ends its threads.
  void finish();

private:
  struct Queue {
    std::deque<Work> work;
    std::condition_variable more;
  };
  void run(Queue& queue, std::size_t thread);

  static constexpr std::size_t most_waiting = 2000;
  mutable std::mutex mutex_;
  Queue quick_, slow_;
  bool is_finishing_ = false;
  std::vector<std::thread> threads_;
};

} // namespace openimr::server
