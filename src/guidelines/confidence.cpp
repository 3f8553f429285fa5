#include "guidelines/confidence.h"

namespace openimr::guidelines {

void read_confidence(const text::Value& value, std::string& level, std::string& basis, std::string& note) {
  if (!value.is_present()) return;
  value.only({"level", "basis", "note"});
  level = value["level"].one_of({"high", "medium", "low"}, "low");
  basis = value["basis"].one_of({"seed", "seen", "seen_partly", "memory"}, "memory");
  note = value["note"].string();
}

std::string lower_confidence(const std::string& a, const std::string& b) {
  const auto rank = [](const std::string& level) { return level == "high" ? 2 : level == "medium" ? 1 : 0; };
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return rank(b) < rank(a) ? b : a;
}

} // namespace openimr::guidelines
