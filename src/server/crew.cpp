#include "server/crew.h"

namespace openimr::server {

Crew::Crew(std::size_t quick, std::size_t slow) {
  for (std::size_t i = 0; i < quick + slow; ++i)
    threads_.emplace_back([this, i, quick] { run(i < quick ? quick_ : slow_, i); });
}

Crew::~Crew() { finish(); }

bool Crew::add(Pace pace, Work work) {
  Queue& queue = pace == Pace::Quick ? quick_ : slow_;
  {
    const std::lock_guard lock(mutex_);
    if (is_finishing_ || queue.work.size() >= most_waiting) return false;
    queue.work.push_back(std::move(work));
  }
  queue.more.notify_one();
  return true;
}

std::size_t Crew::waiting() const {
  const std::lock_guard lock(mutex_);
  return quick_.work.size() + slow_.work.size();
}

void Crew::finish() {
  {
    const std::lock_guard lock(mutex_);
    is_finishing_ = true;
  }
  quick_.more.notify_all();
  slow_.more.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void Crew::run(Queue& queue, std::size_t thread) {
  std::unique_lock lock(mutex_);
  for (;;) {
    queue.more.wait(lock, [&] { return is_finishing_ || !queue.work.empty(); });
    if (queue.work.empty()) return;
    Work work = std::move(queue.work.front());
    queue.work.pop_front();
    lock.unlock();
    work(thread);
    work = nullptr; // what it holds ends outside of the lock
    lock.lock();
  }
}

} // namespace openimr::server
