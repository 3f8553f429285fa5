// Several at a time: work that falls into parts which do not look at each other.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace openimr {

/// Calls act(0) … act(count - 1), by up to so many threads, this one included; in no order. What act writes must belong
/// to its own part, so that the outcome is the same for any number of threads. act must not throw.
template <class Act> void in_parallel(std::size_t count, unsigned threads, const Act& act) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t at = next++; at < count; at = next++) act(at);
  };
  std::vector<std::jthread> others;
  for (std::size_t k = 1; k < std::min<std::size_t>(std::max(1U, threads), count); ++k) others.emplace_back(work);
  work();
}

} // namespace openimr
