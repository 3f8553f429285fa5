#include "server/metrics.h"

#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace openimr::server {
namespace {

/// Resident memory in bytes; 0 when the system does not say.
std::uint64_t resident() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t whole = 0, pages = 0;
  statm >> whole >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

void Metrics::answered(const std::string& method, const std::string& route, int status, double seconds) {
  const std::lock_guard lock(mutex_);
  Row& row = rows_[{method, route}];
  ++row.by_status[status];
  std::size_t bucket = 0;
  while (bucket < bounds.size() && seconds > bounds.at(bucket)) ++bucket;
  ++row.buckets.at(bucket);
  row.seconds += seconds;
  ++row.count;
}

void Metrics::add(const std::string& name, std::int64_t by) {
  const std::lock_guard lock(mutex_);
  values_[name] += by;
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string out =
      "# HELP openimr_requests_total answers by route and status\n# TYPE openimr_requests_total counter\n";
  for (const auto& [key, row] : rows_)
    for (const auto& [status, count] : row.by_status)
      out += fmt::format("openimr_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n", key.first,
                         key.second, status, count);
  out += "# HELP openimr_request_seconds from the end of the body to the answer\n"
         "# TYPE openimr_request_seconds histogram\n";
  for (const auto& [key, row] : rows_) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      sum += row.buckets.at(i);
      out += fmt::format("openimr_request_seconds_bucket{{method=\"{}\",route=\"{}\",le=\"{}\"}} {}\n", key.first,
                         key.second, bounds.at(i), sum);
    }
    out += fmt::format("openimr_request_seconds_bucket{{method=\"{0}\",route=\"{1}\",le=\"+Inf\"}} {2}\n"
                       "openimr_request_seconds_sum{{method=\"{0}\",route=\"{1}\"}} {3:.6f}\n"
                       "openimr_request_seconds_count{{method=\"{0}\",route=\"{1}\"}} {2}\n",
                       key.first, key.second, row.count, row.seconds);
  }
  for (const auto& [name, value] : values_)
    out += fmt::format("# TYPE openimr_{0} gauge\nopenimr_{0} {1}\n", name, value);
  out += fmt::format("# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {}\n", resident());
  return out;
}

} // namespace openimr::server
