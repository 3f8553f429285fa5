// RateLimit: so many requests a second from one client, with room for a burst. One process's own count.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace openimr::server {

class RateLimit {
public:
  /// a_second: what comes back each second; burst: what may come at once. most: clients remembered, the oldest go.
  RateLimit(double a_second, double burst, std::size_t most = 20'000) : rate_(a_second), burst_(burst), most_(most) {}

  /// Seconds until the next request may come; 0: this one may.
  int take(const std::string& client, std::chrono::steady_clock::time_point now);
  /// The client begins anew.
  void forget(const std::string& client);

private:
  struct Bucket {
    double tokens = 0;
    std::chrono::steady_clock::time_point filled;
    std::list<std::string>::iterator place;
  };
  double rate_, burst_;
  std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  std::list<std::string> by_age_; ///< least recently seen first
};

} // namespace openimr::server
