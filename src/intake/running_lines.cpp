#include "intake/running_lines.h"

#include "intake/words_on_page.h"
#include "records/page_text.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace openimr::intake {
namespace {

using records::Page;
using records::PartKind;
using text::Span;

constexpr float fax_edge = 0.06F;                   // of the page's height, where fax machines write
constexpr float top_edge = 0.12F, foot_edge = 0.1F; // where headers and footers stand
constexpr float same_height = 18;                   // points; scans are never fed alike
constexpr std::size_t pages_apart = 2;              // left and right pages have headers of their own
constexpr std::size_t longest_line = 160;           // letters of a header
constexpr std::size_t most_lines = 16;              // of one edge of a page that are compared
constexpr std::size_t fax_words = 20, fax_other_words = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

/// A line of a page with its place.
struct PlacedLine {
  Span span;
  float top = 0, bottom = 0;
  float middle() const { return (top + bottom) / 2; }
};

/// The lines of the page text whose words have boxes.
std::vector<PlacedLine> placed_lines(const Page& page) {
  std::vector<PlacedLine> lines;
  std::size_t word = 0;
  for (std::size_t begin = 0; begin < page.text.size();) {
    const std::size_t end = std::min(page.text.find('\n', begin), page.text.size());
    PlacedLine line;
    for (; word < page.words.size() && page.words[word].span.begin < end; ++word) {
      const records::Word& placed = page.words[word];
      if (line.span.end == 0) line = {placed.span, placed.box[1], placed.box[3]};
      line.span.end = placed.span.end;
      line.top = std::min(line.top, placed.box[1]);
      line.bottom = std::max(line.bottom, placed.box[3]);
    }
    if (line.span.end > 0) lines.push_back(line);
    begin = end + 1;
  }
  return lines;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t begin = std::min(line.find_first_not_of(' ', at), line.size());
    at = std::min(line.find(' ', begin), line.size());
    if (at > begin) words.push_back(line.substr(begin, at - begin));
  }
  return words;
}

std::size_t digits_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

/// 10:02, 10:02:33, 10:02am
bool is_time(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || word.size() < colon + 3) return false;
  return digits_in(word.substr(0, colon)) == colon && is_digit(word[colon + 1]) && is_digit(word[colon + 2]) &&
         (word.size() == colon + 3 || !is_digit(word[colon + 3]));
}

/// P.03, p3, 003/012; "Page 3", "pg. 3", "P. 3" by two words.
bool is_page_mark(std::string_view word, std::string_view next) {
  const std::size_t digit = std::min(word.find_first_of("0123456789"), word.size());
  const std::string_view before = word.substr(0, digit), number = word.substr(digit);
  const bool is_page_word = before == "p" || before == "p." || before == "page" || before == "page:" ||
                            before == "pg" || before == "pg." || before == "pages";
  if (is_page_word && number.empty()) return !next.empty() && is_digit(next[0]) && digits_in(next) <= 6;
  const std::size_t slash = number.find('/');
  const bool is_count = slash != std::string_view::npos && slash > 0 && slash <= 4 && number.size() > slash + 1 &&
                        digits_in(number) + 1 == number.size() && number.size() - slash <= 5;
  return (is_page_word && digits_in(number) <= 4) || (is_count && before.size() <= 2);
}

/// Seven digits or more in one word or in words of digits beside each other.
bool has_phone(const std::vector<std::string_view>& words) {
  std::size_t digits = 0;
  for (std::string_view word : words) {
    const bool is_number = word.find_first_not_of("0123456789()-.+") == std::string_view::npos && digits_in(word) > 0;
    digits = is_number ? digits + digits_in(word) : 0;
    if (digits >= 7 && digits <= 16) return true;
  }
  return false;
}

bool has_date(const std::string& line) {
  if (!dates_in(line).empty()) return true;
  std::string spaced = line; // JAN-16-2015, 16/JAN/2015
  std::replace_if(
      spaced.begin(), spaced.end(), [](char c) { return c == '-' || c == '/' || c == '.'; }, ' ');
  return !dates_in(spaced).empty();
}

bool is_fax_line(std::string_view text) {
  const std::string line = plain(text);
  const std::vector<std::string_view> words = words_of(line);
  if (words.empty() || words.size() > fax_words) return false;
  bool has_time = false, has_mark = false, has_fax_word = false;
  std::size_t others = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i], next = i + 1 < words.size() ? words[i + 1] : std::string_view();
    const bool is_fax_word = word.starts_with("fax") || word == "from" || word == "from:" || word == "to:" ||
                             word.starts_with("rcvd") || word.starts_with("received") ||
                             word.find("->") != std::string_view::npos || word == "\xE2\x86\x92";
    const bool is_mark = is_page_mark(word, next);
    has_time = has_time || is_time(word);
    has_mark = has_mark || is_mark;
    has_fax_word = has_fax_word || is_fax_word;
    others += !is_fax_word && !is_mark && digits_in(word) == 0 ? 1 : 0;
  }
  const int told = (has_time ? 1 : 0) + (has_mark ? 1 : 0) + (has_date(line) ? 1 : 0);
  return told >= 2 && others <= fax_other_words && (has_fax_word || has_phone(words) || (told == 3 && others <= 3));
}

/// A number of a line; only one that is called a page may differ from page to page.
struct Number {
  std::size_t value = 0;
  bool is_page = false;
};

/// A line near an edge, made ready to be compared.
struct EdgeLine {
  PlacedLine place;
  bool is_top = false;
  std::string letters;         ///< small letters and "#" for every number
  std::vector<Number> numbers; ///< the numbers, in order
};

/// "page 3", "p. 3", "3 of 12"; or nothing else on the line. `letters` end before the number.
bool is_page_number(std::string_view letters, std::string_view line, std::size_t end) {
  for (std::string_view word : {"page", "pagina", "p", "pg"})
    if (letters == word || (letters.ends_with(word) && word.size() > 1)) return true;
  if (line.substr(end).starts_with(" of ") || line.substr(end).starts_with(" de ")) return true;
  return std::none_of(line.begin(), line.end(), is_letter) && line.size() <= 8;
}

EdgeLine edge_line(const Page& page, const PlacedLine& place, bool is_top) {
  EdgeLine line{place, is_top, {}, {}};
  const std::string low = plain(place.span.of(page.text));
  for (std::size_t at = 0; at < low.size();) {
    if (!is_digit(low[at])) {
      if (is_letter(low[at])) line.letters += low[at];
      ++at;
      continue;
    }
    std::size_t number = 0;
    for (; at < low.size() && is_digit(low[at]); ++at)
      number = number * 10 % 1000000007 + static_cast<std::size_t>(low[at] - '0');
    line.numbers.push_back({number, is_page_number(line.letters, low, at)});
    line.letters += '#';
  }
  return line;
}

std::vector<EdgeLine> edge_lines(const Page& page) {
  std::vector<EdgeLine> lines;
  if (page.height <= 0) return lines;
  const std::vector<PlacedLine> all = placed_lines(page);
  for (auto line = all.begin(); line != all.end() && lines.size() < most_lines; ++line)
    if (line->middle() < top_edge * page.height) lines.push_back(edge_line(page, *line, true));
  const std::size_t most = lines.size() + most_lines;
  for (auto line = all.rbegin(); line != all.rend() && lines.size() < most; ++line)
    if (line->middle() > (1 - foot_edge) * page.height) lines.push_back(edge_line(page, *line, false));
  return lines;
}

/// Letters to change, add or take away to make one of the other; `limit` + 1 when there are more than `limit`.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0], best = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return row[b.size()];
}

/// The numbers are the same, or those of pages count on.
bool have_like_numbers(const EdgeLine& line, const EdgeLine& other, std::size_t pages_between) {
  if (line.numbers.size() != other.numbers.size()) return false;
  for (std::size_t i = 0; i < line.numbers.size(); ++i)
    if (line.numbers[i].value != other.numbers[i].value &&
        !(line.numbers[i].is_page && line.numbers[i].value == other.numbers[i].value + pages_between))
      return false;
  return true;
}

/// Does `line` say what `other` said `pages_between` pages before?
bool repeats(const EdgeLine& line, const EdgeLine& other, std::size_t pages_between, bool is_recognised) {
  if (line.is_top != other.is_top || std::abs(line.place.middle() - other.place.middle()) > same_height) return false;
  if (line.letters.size() > longest_line || other.letters.size() > longest_line) return false;
  if (line.letters == other.letters) return have_like_numbers(line, other, pages_between);
  if (!is_recognised || line.letters.size() < 12) return false;
  const std::size_t limit = line.letters.size() / 10;
  return have_like_numbers(line, other, pages_between) && distance(line.letters, other.letters, limit) <= limit;
}

void mark_line(Page& page, const EdgeLine& line, bool is_repeated) {
  const PartKind kind = line.is_top ? PartKind::Header : PartKind::Footer;
  for (records::Part& part : page.parts)
    if (part.span == line.place.span && part.kind == kind) {
      part.is_repeated = part.is_repeated || is_repeated;
      return;
    }
  records::mark(page, {line.place.span, kind, is_repeated});
}

} // namespace

void mark_fax_lines(std::span<Page> pages) {
  for (Page& page : pages) {
    if (page.height <= 0) continue;
    for (const PlacedLine& line : placed_lines(page)) {
      const bool is_at_edge = line.middle() < fax_edge * page.height || line.middle() > (1 - fax_edge) * page.height;
      if (is_at_edge && is_fax_line(line.span.of(page.text)))
        records::mark(page, {line.span, PartKind::FaxLine, false});
    }
  }
}

void mark_running_lines(std::span<Page> pages) {
  std::vector<std::vector<EdgeLine>> edges;
  edges.reserve(pages.size());
  for (const Page& page : pages) edges.push_back(pages.size() > 1 ? edge_lines(page) : std::vector<EdgeLine>());
  for (std::size_t later = 1; later < pages.size(); ++later)
    for (std::size_t between = 1; between <= std::min(pages_apart, later); ++between) {
      const std::size_t earlier = later - between;
      const bool is_recognised =
          pages[later].source == records::TextSource::Ocr || pages[earlier].source == records::TextSource::Ocr;
      for (const EdgeLine& line : edges[later])
        for (const EdgeLine& other : edges[earlier])
          if (repeats(line, other, between, is_recognised)) {
            mark_line(pages[later], line, true);
            mark_line(pages[earlier], other, false);
          }
    }
}

} // namespace openimr::intake
