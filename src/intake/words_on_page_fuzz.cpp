// Any text as a page: dates and labels lie inside of it.
#include "intake/words_on_page.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t before = 0;
  for (const auto& date : openimr::intake::dates_in(text)) {
    if (date.begin < before || date.begin >= date.end || date.end > size) std::abort();
    before = date.end;
  }
  const openimr::intake::Lines lines(text);
  for (const auto& found : openimr::intake::labelled(lines, "date of birth"))
    if (found.line >= lines.size()) std::abort();
  (void)openimr::intake::plain(text);
  return 0;
}
