#include "intake/crew.h"

#include <utility>

namespace openimr::intake {

Crew::~Crew() {
  const std::lock_guard lock(mutex_);
  is_closing_ = true;
  tasks_.clear();
  has_work_.notify_all();
}

void Crew::add(Task task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  ++open_;
  if (tasks_.size() > idle_ && threads_.size() < std::max(1U, options_.threads))
    threads_.emplace_back([this] { work(); });
  has_work_.notify_one();
}

void Crew::wait() {
  std::unique_lock lock(mutex_);
  is_done_.wait(lock, [this] { return open_ == 0; });
}

void Crew::work() {
  Hands hands(options_); // the programs die with the thread that started them
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    has_work_.wait(lock, [this] { return is_closing_ || !tasks_.empty(); });
    --idle_;
    if (is_closing_) return;
    const Task task = std::exchange(tasks_.front(), nullptr);
    tasks_.pop_front();
    lock.unlock();
    task(hands);
    lock.lock();
    if (--open_ == 0) is_done_.notify_all();
  }
}

} // namespace openimr::intake
