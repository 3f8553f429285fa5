// Crew: the threads of one run, each with worker programs of its own, and the tasks that wait for them.
#pragma once

#include "intake/reading_job.h"

#include <condition_variable>
#include <deque>
#include <thread>

namespace openimr::intake {

class Crew {
public:
  using Task = std::function<void(Hands&)>;

  explicit Crew(const ReadOptions& options) : options_(options) {}
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  /// Waits for what is being done; what was not begun is not done.
  ~Crew();

  /// To be done by the first thread that is free; a task may add others. A thread is started when none is free and
  /// there are fewer than options.threads.
  void add(Task task);
  /// Until all that was added is done.
  void wait();

private:
  void work();

  const ReadOptions& options_;
  std::mutex mutex_;
  std::condition_variable has_work_, is_done_;
  std::deque<Task> tasks_;
  std::size_t open_ = 0; ///< tasks that are not yet done
  std::size_t idle_ = 0; ///< threads that wait for one
  bool is_closing_ = false;
  std::vector<std::jthread> threads_; ///< last: they end before the rest does
};

} // namespace openimr::intake
