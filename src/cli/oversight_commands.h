// What the commands of oversight share: their arguments, and figures as they print them.
#pragma once

#include "cli/console.h"
#include "corpus/proportion.h"

#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace openimr::cli {

struct OversightArguments {
  std::string library, case_folder, item, file;
  std::vector<std::string> diagnoses, paths;
  std::uint64_t key = 0;
  std::size_t most = 25, smallest = 11;
  int split = 0, words = 8;
  bool json = false;
};

/// Six places after the point.
inline double rounded(double value) { return std::round(value * 1e6) / 1e6; }
inline boost::json::array interval_json(const corpus::Interval& interval) {
  return {rounded(interval.low), rounded(interval.high)};
}
inline std::string percent(double rate) { return fmt::format("{:.1f}%", 100 * rate); }
inline std::string percent(const corpus::Interval& interval) {
  return fmt::format("{:.1f} to {:.1f}%", 100 * interval.low, 100 * interval.high);
}

inline boost::json::object answer_json(const char* report) { return {{"schema", 1}, {"report", report}}; }

/// `corpus inconsistent`, `agreement`, `funnel`: what reviews say of each other.
int inconsistent(const Console& console, const OversightArguments& arguments);
int agreement(const Console& console, const OversightArguments& arguments);
int funnel(const Console& console, const OversightArguments& arguments);

} // namespace openimr::cli
