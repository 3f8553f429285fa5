#include "base/result.h"

namespace openimr {

std::string Error::message() const {
  std::string text = where;
  const auto add = [&text](const char* before, const std::string& part, const char* between) {
    if (part.empty()) return;
    if (!text.empty()) text += between;
    text += before;
    text += part;
  };
  add("found ", found, ": ");
  add("expected ", expected, ", ");
  add("", remedy, "; ");
  return text;
}

} // namespace openimr
