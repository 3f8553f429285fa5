// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/text_sheets.h"

#include <algorithm>
#include <optional>

namespace openimr::worker {
namespace {

using records::PartKind;

constexpr std::size_t most_lines = 6; // of a header or a footer
constexpr std::size_t longest_line = 200;

/// A line of the file; `sheet` counts from 0.
struct Line {
  std::string_view text; ///< with its line feed
  std::size_t sheet = 0;
  std::optional<PartKind> part = {};
  bool is_repeated = false;

  std::string_view words() const {
    const std::size_t begin = text.find_first_not_of(" \t\r\n\f");
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(" \t\r\n\f") + 1 - begin);
  }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Where "page 3" (or "p. 3", "pag. 3") of a line has its number; nothing when it has none.
struct PageNumber {
  std::size_t begin = 0, end = 0;
  int value = 0;
};

std::optional<PageNumber> page_number(std::string_view line) {
  std::string low(line);
  std::transform(low.begin(), low.end(), low.begin(), lower);
  for (std::string_view word : {"page", "p\xC3\xA1gina", "pagina", "pg."}) {
    const std::size_t at = low.find(word);
    if (at == std::string::npos || (at > 0 && low[at - 1] >= 'a' && low[at - 1] <= 'z')) continue;
    std::size_t begin = at + word.size();
    while (begin < low.size() && (low[begin] == ' ' || low[begin] == ':' || low[begin] == '#')) ++begin;
    std::size_t end = begin;
    int value = 0;
    for (; end < low.size() && is_digit(low[end]) && end - begin < 5; ++end) value = value * 10 + (low[end] - '0');
    if (end > begin) return PageNumber{begin, end, value};
  }
  return std::nullopt;
}

/// Whether a line says what the one of the sheet before said; page numbers may count on.
bool repeats(std::string_view line, std::string_view before) {
  if (line.size() > longest_line) return false;
  if (line == before) return true;
  const auto number = page_number(line), other = page_number(before);
  return number && other && number->value == other->value + 1 &&
         line.substr(0, number->begin) == before.substr(0, other->begin) &&
         line.substr(number->end) == before.substr(other->end);
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n', 0), text.size() - 1) + 1;
    lines.push_back({text.substr(0, end)});
    text.remove_prefix(end);
  }
  return lines;
}

/// Form feeds begin sheets. False when there is none inside the text.
bool part_at_form_feeds(std::vector<Line>& lines) {
  std::size_t sheet = 0;
  bool is_due = false;
  for (Line& line : lines) {
    const std::size_t feed = line.text.find('\f');
    const bool is_after = feed != std::string_view::npos && line.text.find_last_not_of(" \t\r\n\f") < feed &&
                          !line.words().empty(); // words, then the feed: the next line begins the sheet
    if (is_due || (feed != std::string_view::npos && !is_after)) ++sheet;
    is_due = is_after;
    line.sheet = sheet;
  }
  return sheet > 0;
}

/// Without form feeds: lines that count pages 1, 2, 3 … stand at the same place of every sheet. A sheet begins with the
/// lines above its count that stand above every count.
bool part_at_page_counts(std::vector<Line>& lines) {
  std::vector<std::size_t> counts; // lines that count
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const auto number = page_number(lines[n].words());
    if (!number || lines[n].words().size() > longest_line) continue;
    if (counts.empty() ? number->value == 1 : repeats(lines[n].words(), lines[counts.back()].words()))
      counts.push_back(n);
  }
  if (counts.size() < 2) return false;
  std::size_t above = 0;
  const auto stands_above_all = [&](std::size_t distance) {
    return std::all_of(counts.begin() + 1, counts.end(), [&](std::size_t count) {
      return counts[0] >= distance && repeats(lines[count - distance].words(), lines[counts[0] - distance].words());
    });
  };
  while (above < most_lines && stands_above_all(above + 1)) ++above;
  // A count that nothing else of the text stands before on the first sheet heads its sheet, any other ends it.
  const bool is_head = std::all_of(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(counts[0] - above),
                                   [](const Line& line) { return line.words().empty(); });
  std::size_t sheet = 0, next = is_head ? 1 : 0;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const bool begins = next < counts.size() && n == (is_head ? counts[next] - above : counts[next] + 1);
    sheet += begins ? 1 : 0;
    next += begins ? 1 : 0;
    lines[n].sheet = sheet;
  }
  return sheet > 0;
}

/// The lines of a sheet that hold words, from its head down or from its foot up.
std::vector<std::size_t> edge(const std::vector<Line>& lines, std::size_t begin, std::size_t end, bool is_head) {
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < end - begin && found.size() < most_lines; ++k) {
    const std::size_t n = is_head ? begin + k : end - 1 - k;
    if (!lines[n].words().empty()) found.push_back(n);
  }
  return found;
}

void mark_edges(std::vector<Line>& lines, std::size_t before, std::size_t begin, std::size_t end, bool is_head) {
  const std::vector<std::size_t> earlier = edge(lines, before, begin, is_head),
                                 later = edge(lines, begin, end, is_head);
  const PartKind kind = is_head ? PartKind::Header : PartKind::Footer;
  for (std::size_t k = 0; k < std::min(earlier.size(), later.size()); ++k) {
    Line &first = lines[earlier[k]], &second = lines[later[k]];
    if (!repeats(second.words(), first.words())) return;
    first.part = first.part.value_or(kind);
    second.part = second.part.value_or(kind);
    second.is_repeated = true;
  }
}

} // namespace

std::vector<TextPiece> pieces_of_sheets(std::string_view text) {
  std::vector<Line> lines = lines_of(text);
  if (!part_at_form_feeds(lines) && !part_at_page_counts(lines)) return {TextPiece{std::string(text)}};
  std::vector<std::size_t> begins = {0};
  for (std::size_t n = 1; n < lines.size(); ++n)
    if (lines[n].sheet != lines[n - 1].sheet) begins.push_back(n);
  begins.push_back(lines.size());
  for (std::size_t sheet = 1; sheet + 1 < begins.size(); ++sheet)
    for (const bool is_head : {true, false})
      mark_edges(lines, begins[sheet - 1], begins[sheet], begins[sheet + 1], is_head);
  std::vector<TextPiece> pieces;
  for (const Line& line : lines) {
    const bool is_same =
        !pieces.empty() && pieces.back().part == line.part && pieces.back().is_repeated == line.is_repeated;
    if (!is_same) pieces.push_back({"", line.part, line.is_repeated});
    pieces.back().text += line.text;
  }
  return pieces;
}

} // namespace openimr::worker
