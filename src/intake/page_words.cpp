#include "intake/page_words.h"

#include "intake/likeness.h"
#include "intake/statements.h"
#include "intake/words_on_page.h"

#include <algorithm>

namespace openimr::intake {
namespace {

constexpr std::size_t edge_lines = 3, longest_stamp = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_part(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool is_in_fax_line(const records::Page& page, text::Span word) {
  return std::any_of(page.parts.begin(), page.parts.end(), [word](const records::Part& part) {
    return part.kind == records::PartKind::FaxLine && part.span.contains(word);
  });
}

/// A fax line, or a short line at the page's edge with a number and a word of stamps.
bool is_stamp(const Lines& lines, std::size_t n, const PageCues& cues) {
  if (n >= edge_lines && n + edge_lines < lines.size()) return false;
  if (is_fax_line(lines, n, cues)) return true;
  const std::string& line = lines.low[n];
  if (line.size() > longest_stamp || std::none_of(line.begin(), line.end(), is_digit)) return false;
  return std::any_of(cues.stamp_words.begin(), cues.stamp_words.end(),
                     [&line](const std::string& word) { return find_words(line, word) != std::string::npos; });
}

} // namespace

std::uint32_t WordNumbers::number(std::string_view word) {
  const auto [place, is_new] = numbers_.emplace(fold_confusions(word), static_cast<std::uint32_t>(words_.size()));
  if (is_new) words_.push_back(place->first);
  return place->second;
}

std::vector<PageWord> WordNumbers::words_of(const records::Page& page, const PageCues& cues) {
  std::vector<PageWord> words;
  const Lines lines(page.text);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    if (is_stamp(lines, n, cues)) continue;
    const text::Span line = lines.span(n);
    for (std::uint32_t at = line.begin; at < line.end;) {
      std::uint32_t end = at;
      bool has_digit = false;
      while (end < line.end && is_part(page.text[end])) has_digit = is_digit(page.text[end++]) || has_digit;
      if (end > at && !is_in_fax_line(page, {at, end}))
        words.push_back({number(std::string_view(page.text).substr(at, end - at)), {at, end}, has_digit});
      at = std::max(end, at + 1);
    }
  }
  return words;
}

} // namespace openimr::intake
