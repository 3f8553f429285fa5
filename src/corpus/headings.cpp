#include "corpus/headings.h"

namespace openimr::corpus {
namespace {

/// Letters and digits only, in capitals, for comparing; empty when the line has lower case and must not.
std::string heading_letters(std::string_view line, bool is_mixed_case) {
  std::string out;
  for (char c : line) {
    if (c >= 'a' && c <= 'z') {
      if (!is_mixed_case) return {};
      c = static_cast<char>(c - 'a' + 'A');
    }
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

} // namespace

HeadingFound heading_at(const LayoutDefinition& layout, const LetterLines& letter, std::size_t line) {
  constexpr std::size_t most_lines = 4;
  const bool is_mixed = layout.has_mixed_case_headings;
  const std::string letters = heading_letters(letter.lines[line].text, is_mixed);
  if (letters.empty()) return {};
  for (const HeadingDefinition& heading : layout.headings) {
    const std::string& wanted = heading.letters;
    std::string got = letters;
    std::size_t count = 1;
    while (got != wanted && wanted.starts_with(got) && count < most_lines && line + count < letter.lines.size()) {
      const std::string more = heading_letters(letter.lines[line + count].text, is_mixed);
      if (more.empty()) break;
      got += more;
      ++count;
    }
    if (got == wanted) return {&heading, count};
  }
  return {};
}

} // namespace openimr::corpus
