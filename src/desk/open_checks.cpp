#include "desk/open_checks.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace openimr::desk {

std::vector<determination::Check> open_checks(const Review& review) {
  std::vector<determination::Check> open;
  std::copy_if(review.checks.begin(), review.checks.end(), std::back_inserter(open),
               [](const determination::Check& check) { return check.is_open_block(); });
  return open;
}

Error open_checks_refusal(const std::string& place, std::size_t count, const std::string& with_them) {
  return {ErrorKind::Refused, place, fmt::format("{} blocking check{} open", count, count == 1 ? "" : "s"), "none",
          fmt::format("answer them under resolutions or change the words; nothing was signed ({} signs all the same)",
                      with_them)};
}

std::string told(const determination::Check& open) {
  return fmt::format("check c{} ({}) is open: {}", open.n, open.id, open.text);
}

} // namespace openimr::desk
