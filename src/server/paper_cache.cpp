#include "server/paper_cache.h"

#include <algorithm>

namespace openimr::server {

std::shared_ptr<const std::string> PaperCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.first == key; });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return found->second;
}

void PaperCache::keep(const std::string& key, std::shared_ptr<const std::string> bytes) {
  if (bytes->size() > most_of_one || find(key)) return;
  const std::lock_guard lock(mutex_);
  size_ += bytes->size();
  kept_.emplace_front(key, std::move(bytes));
  while (size_ > most_of_all) {
    size_ -= kept_.back().second->size();
    kept_.pop_back();
  }
}

} // namespace openimr::server
