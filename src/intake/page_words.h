// The words of pages as they are compared with each other: folded so that misreadings are equal, numbered so that
// comparing is exact, with their places.
#pragma once

#include "intake/page_cues.h"
#include "records/case_file.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace openimr::intake {

/// One word of a page.
struct PageWord {
  std::uint32_t id = 0; ///< equal for equal folded words
  text::Span span;
  bool has_digit = false;
};

/// Gives equal folded words equal numbers, in order of their first appearance.
class WordNumbers {
public:
  /// The words of a page without the lines that fax machines and stamps put at its edges.
  std::vector<PageWord> words_of(const records::Page& page, const PageCues& cues);
  const std::string& folded(std::uint32_t id) const { return words_[id]; }

private:
  std::uint32_t number(std::string_view word);
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> words_;
};

} // namespace openimr::intake
