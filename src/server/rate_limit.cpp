#include "server/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace openimr::server {

int RateLimit::take(const std::string& client, std::chrono::steady_clock::time_point now) {
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(client);
  if (found == buckets_.end()) {
    if (buckets_.size() >= most_) {
      buckets_.erase(by_age_.front());
      by_age_.pop_front();
    }
    by_age_.push_back(client);
    found = buckets_.emplace(client, Bucket{burst_, now, std::prev(by_age_.end())}).first;
  }
  Bucket& bucket = found->second;
  by_age_.splice(by_age_.end(), by_age_, bucket.place);
  const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.filled).count());
  bucket.tokens = std::min(burst_, bucket.tokens + passed * rate_);
  bucket.filled = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return std::max(1, static_cast<int>(std::ceil((1 - bucket.tokens) / rate_)));
}

void RateLimit::forget(const std::string& client) {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(client);
  if (found == buckets_.end()) return;
  by_age_.erase(found->second.place);
  buckets_.erase(found);
}

} // namespace openimr::server
