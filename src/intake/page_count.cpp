#include "intake/page_count.h"

#include "intake/statements.h"

#include <algorithm>

namespace openimr::intake {
namespace {

constexpr std::size_t edge_lines = 4;
constexpr std::size_t longest_lone_count = 14; // characters of a line that is a count and nothing else

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits at `at`; moves behind them. 0 when there are none or more than four.
int number_at(std::string_view line, std::size_t& at) {
  const std::size_t begin = at;
  int value = 0;
  while (at < line.size() && is_digit(line[at]) && at - begin < 5) value = value * 10 + (line[at++] - '0');
  return at == begin || at - begin > 4 ? 0 : value;
}

void skip(std::string_view line, std::size_t& at, std::string_view what) {
  while (at < line.size() && what.find(line[at]) != std::string_view::npos) ++at;
}

/// "2 of 5", "2/5" or "2" from here on.
PageCount count_at(std::string_view line, std::size_t at, bool needs_total) {
  PageCount count;
  count.page = number_at(line, at);
  if (count.page == 0) return {};
  std::size_t behind = at;
  skip(line, behind, " ");
  const bool is_of = line.substr(behind, 3) == "of ", is_slash = line.substr(behind, 1) == "/";
  if (is_of || is_slash) {
    behind += is_of ? 3 : 1;
    skip(line, behind, " ");
    count.total = number_at(line, behind);
    // A date such as 2/5/2014 is no count.
    if (count.total < count.page || (behind < line.size() && (line[behind] == '/' || is_digit(line[behind]))))
      return {};
    return count;
  }
  if (needs_total || (at < line.size() && line.substr(at, 3) != "   ")) return {};
  return count;
}

PageCount labelled_count(std::string_view line, const char* label) {
  for (std::size_t at = find_words(line, label); at != std::string_view::npos; at = find_words(line, label, at + 1)) {
    std::size_t behind = at + std::string_view(label).size();
    skip(line, behind, " .:#");
    const std::string_view before = line.substr(0, at);
    const bool starts_column = before.empty() || before.ends_with("   ") || before.ends_with("| ") ||
                               before.ends_with("- ") || before.ends_with(", ");
    if (const PageCount count = count_at(line, behind, !starts_column); count.is_set()) return count;
  }
  return {};
}

/// "2 of 5" or "- 2 -" alone on a line.
PageCount lone_count(std::string_view line) {
  if (line.size() > longest_lone_count) return {};
  std::size_t at = 0;
  skip(line, at, "-( ");
  std::size_t end = at;
  if (number_at(line, end) == 0) return {};
  const bool is_dashed = line[0] == '-' && line.size() > end && line.substr(end).find('-') != std::string_view::npos;
  PageCount count = count_at(line.substr(at), 0, !is_dashed);
  if (is_dashed && !count.is_set()) {
    std::size_t begin = at;
    count.page = number_at(line, begin);
  }
  return count;
}

} // namespace

PageCount page_count_on(const Lines& lines, const PageCues& cues) {
  PageCount best;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    if (n >= edge_lines && n + edge_lines < lines.size()) continue;
    if (is_fax_line(lines, n, cues)) continue;
    const std::string& line = lines.low[n];
    for (const PageCount& count : {labelled_count(line, "page"), labelled_count(line, "pg"), lone_count(line)}) {
      if (!count.is_set()) continue;
      const bool is_better = !best.is_set() || (count.total > 0 && (best.total == 0 || count.total < best.total));
      if (is_better) best = count;
    }
  }
  return best;
}

int fax_count_on(const Lines& lines, const PageCues& cues) {
  for (std::size_t n = 0; n < lines.size(); ++n) {
    if (!is_fax_line(lines, n, cues)) continue;
    for (const char* label : {"page", "pg", "p"})
      if (const std::size_t at = find_words(lines.low[n], label); at != std::string::npos) {
        std::size_t behind = at + std::string_view(label).size();
        skip(lines.low[n], behind, " .:#");
        if (const int count = number_at(lines.low[n], behind); count > 0) return count;
      }
  }
  return 0;
}

} // namespace openimr::intake
