#include "intake/words_on_page.h"

#include <algorithm>
#include <array>

namespace openimr::intake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text, std::string_view what = " \t\r\n") {
  const std::size_t begin = text.find_first_not_of(what);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

/// The typewriter's sign for a curly quote or a long dash (three bytes) that begins here; 0 when there is none.
char typewriter_mark(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xE2' || text[1] != '\x80') return 0;
  switch (text[2]) {
  case '\x98':
  case '\x99':
    return '\'';
  case '\x9C':
  case '\x9D':
    return '"';
  case '\x90':
  case '\x91':
  case '\x93':
  case '\x94':
    return '-';
  default:
    return 0;
  }
}

/// Digits at `at`, at most `most` of them; moves behind them. -1 when there are none or more.
int number_at(std::string_view text, std::size_t& at, std::size_t most) {
  const std::size_t begin = at;
  int value = 0;
  while (at < text.size() && is_digit(text[at]) && at - begin < most) value = value * 10 + (text[at++] - '0');
  const bool is_whole = at > begin && (at == text.size() || !is_digit(text[at]));
  return is_whole ? value : -1;
}

int full_year(int year, std::size_t digits) {
  if (digits == 4) return year;
  return digits == 2 ? (year < 50 ? 2000 + year : 1900 + year) : -1;
}

std::optional<Date> sensible(int year, int month, int day) {
  if (year < 1900 || year > 2099 || month < 1 || day < 1) return std::nullopt;
  return Date::from(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

/// 1/16/2015, 01-16-15, 1.16.2015, 2015-01-16
std::optional<DateInText> numeric_date(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  const int first = number_at(text, at, 4);
  const std::size_t first_digits = at - begin;
  if (first < 0 || at >= text.size() || std::string_view("/-.").find(text[at]) == std::string_view::npos)
    return std::nullopt;
  const char mark = text[at++];
  const int second = number_at(text, at, 2);
  if (second < 0 || at >= text.size() || text[at++] != mark) return std::nullopt;
  const std::size_t third_begin = at;
  const int third = number_at(text, at, 4);
  const std::size_t third_digits = at - third_begin;
  if (third < 0 || (at < text.size() &&
                    (is_letter(text[at]) || (text[at] == mark && at + 1 < text.size() && is_digit(text[at + 1])))))
    return std::nullopt;
  const bool is_iso = first_digits == 4;
  const auto date = is_iso
                        ? (third_digits <= 2 ? sensible(first, second, third) : std::nullopt)
                        : (first_digits <= 2 ? sensible(full_year(third, third_digits), first, second) : std::nullopt);
  if (!date) return std::nullopt;
  return DateInText{*date, begin, at};
}

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

/// The month whose name (or first three letters, or "sept") begins here; moves behind it and its period. 0 when there
/// is none.
int month_at(std::string_view text, std::size_t& at) {
  constexpr std::size_t longest = 9;
  std::array<char, longest> folded{};
  std::size_t size = 0, end = at;
  for (; end < text.size() && is_letter(text[end]); ++end, ++size) {
    if (size == longest) return 0;
    folded[size] = lower(text[end]);
  }
  if (size < 3) return 0;
  const std::string_view word(folded.data(), size);
  for (std::size_t i = 0; i < months.size(); ++i)
    if (word == months[i] || (word.size() == 3 && months[i].starts_with(word)) || (word == "sept" && i == 8)) {
      at = end < text.size() && text[end] == '.' ? end + 1 : end;
      return static_cast<int>(i) + 1;
    }
  return 0;
}

void skip(std::string_view text, std::size_t& at, std::string_view what) {
  while (at < text.size() && what.find(text[at]) != std::string_view::npos) ++at;
}

/// January 16, 2015
std::optional<DateInText> month_first(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  const int month = month_at(text, at);
  if (month == 0) return std::nullopt;
  skip(text, at, " ");
  const int day = number_at(text, at, 2);
  if (day < 0) return std::nullopt;
  if (text.substr(at, 2) == "st" || text.substr(at, 2) == "nd" || text.substr(at, 2) == "rd" ||
      text.substr(at, 2) == "th")
    at += 2;
  skip(text, at, " ,");
  const std::size_t year_begin = at;
  const int year = number_at(text, at, 4);
  if (year < 0 || at - year_begin != 4) return std::nullopt;
  const auto date = sensible(year, month, day);
  return date ? std::optional(DateInText{*date, begin, at}) : std::nullopt;
}

/// 16 Jan 2015, 16-Jan-2015
std::optional<DateInText> day_first(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  const int day = number_at(text, at, 2);
  if (day < 0) return std::nullopt;
  skip(text, at, " -");
  const int month = month_at(text, at);
  if (month == 0) return std::nullopt;
  skip(text, at, " -,");
  const std::size_t year_begin = at;
  const int year = number_at(text, at, 4);
  if (year < 0 || at - year_begin != 4) return std::nullopt;
  const auto date = sensible(year, month, day);
  return date ? std::optional(DateInText{*date, begin, at}) : std::nullopt;
}

} // namespace

std::string plain(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      if (!result.empty() && result.back() != ' ') result += ' ';
    } else if (const char mark = typewriter_mark(text.substr(i)); mark != 0) {
      result += mark;
      i += 2;
    } else {
      result += lower(c);
    }
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

Lines::Lines(std::string_view text) {
  const char* const start = text.data();
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty()) {
      std::string& kept = written.emplace_back();
      kept.reserve(line.size());
      begins_.push_back(static_cast<std::uint32_t>(line.data() - start));
      for (std::size_t i = 0; i < line.size(); ++i) {
        const char mark = typewriter_mark(line.substr(i));
        if (mark != 0)
          shortened_.emplace_back(static_cast<std::uint32_t>(written.size() - 1),
                                  static_cast<std::uint32_t>(kept.size()));
        kept += mark != 0 ? mark : line[i];
        i += mark != 0 ? 2 : 0;
      }
      low.emplace_back(kept);
      std::transform(kept.begin(), kept.end(), low.back().begin(), lower);
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  index_ = WordIndex(low);
}

text::Span Lines::span(std::size_t line, std::size_t begin, std::size_t end) const {
  const auto row = static_cast<std::uint32_t>(line);
  const auto first = std::lower_bound(shortened_.begin(), shortened_.end(), std::pair(row, std::uint32_t{0}));
  const auto place = [&](std::size_t at) {
    const auto last = std::lower_bound(first, shortened_.end(), std::pair(row, static_cast<std::uint32_t>(at)));
    return begins_[line] + static_cast<std::uint32_t>(at + 2 * static_cast<std::size_t>(last - first));
  };
  return {place(begin), place(end)};
}

Lines lines_of(const records::Page& page) {
  Lines lines(page.text);
  lines.may_be_misread = page.source == records::TextSource::Ocr;
  return lines;
}

std::vector<Lines> lines_of_pages(std::span<const records::Page> pages) {
  std::vector<Lines> lines;
  lines.reserve(pages.size());
  for (const records::Page& page : pages) lines.push_back(lines_of(page));
  return lines;
}

std::vector<DateInText> dates_in(std::string_view text) {
  std::vector<DateInText> dates;
  for (std::size_t at = 0; at < text.size();) {
    const bool starts_word = at == 0 || (!is_word_character(text[at - 1]) && text[at - 1] != '/' &&
                                         text[at - 1] != '.' && text[at - 1] != '-');
    std::optional<DateInText> date;
    if (starts_word && is_digit(text[at])) {
      date = numeric_date(text, at);
      if (!date) date = day_first(text, at);
    } else if (starts_word && is_letter(text[at])) {
      date = month_first(text, at);
    }
    if (date) dates.push_back(*date);
    at = date ? date->end : at + 1;
  }
  return dates;
}

std::vector<LabelledValue> labelled(const Lines& lines, std::string_view label) {
  std::vector<LabelledValue> found;
  for (const auto& [n, at] : lines.places_of(label)) {
    const std::string& line = lines.written[n];
    const std::string_view low = lines.low[n];
    const std::string_view before = trimmed(low.substr(0, at), " ");
    const bool starts_column = before.empty() || low.substr(0, at).ends_with("   ") ||
                               std::string_view("|[]:;.*-,)").find(before.back()) != std::string_view::npos;
    if (!starts_column) continue;
    std::size_t begin = at + label.size();
    skip(line, begin, " :.#|");
    const std::string_view rest = std::string_view(line).substr(begin);
    const std::string_view between = std::string_view(line).substr(at + label.size(), begin - at - label.size());
    const bool is_set_off =
        between.find(':') != std::string_view::npos || between.find("   ") != std::string_view::npos || rest.empty();
    const std::string_view value = trimmed(rest.substr(0, rest.find("   ")), " :|");
    if (value.empty() && n + 1 < lines.size()) {
      std::string below = lines.written[n + 1].substr(0, lines.written[n + 1].find("   "));
      found.push_back({std::move(below), n, is_set_off, n + 1, 0});
    } else {
      const std::size_t place = value.empty() ? begin : static_cast<std::size_t>(value.data() - line.data());
      found.push_back({std::string(value), n, is_set_off, n, place});
    }
  }
  return found;
}

} // namespace openimr::intake
