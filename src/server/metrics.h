// Metrics: what the server counts, in the text form that Prometheus reads. Labels are routes as the table has them,
// never paths: no case and no person.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace openimr::server {

class Metrics {
public:
  /// One answer. route: of the table, or "none".
  void answered(const std::string& method, const std::string& route, int status, double seconds);
  /// A gauge or counter by its name, changed by so much.
  void add(const std::string& name, std::int64_t by);
  std::string text() const;

private:
  static constexpr std::array<double, 11> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30};
  struct Row {
    std::map<int, std::uint64_t> by_status;
    std::array<std::uint64_t, bounds.size() + 1> buckets{};
    double seconds = 0;
    std::uint64_t count = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Row> rows_;
  std::map<std::string, std::int64_t> values_;
};

} // namespace openimr::server
