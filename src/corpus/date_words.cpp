#include "corpus/date_words.h"

#include <array>
#include <utility>

namespace openimr::corpus {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Number {
  int value = 0;
  std::size_t digits = 0;
};

Number number_at(std::string_view text, std::size_t at) {
  Number number;
  while (at + number.digits < text.size() && is_digit(text[at + number.digits]) && number.digits < 5)
    number.value = number.value * 10 + (text[at + number.digits++] - '0');
  return number;
}

std::optional<DateWords> made(int year, std::size_t year_digits, int month, int day, std::size_t begin,
                              std::size_t end) {
  if (year_digits == 2) year += year <= 39 ? 2000 : 1900;
  const auto date = Date::from(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  if (!date) return std::nullopt;
  return DateWords{*date, begin, end};
}

/// "11/9/1995", "11-9-95", "1995-11-09"
std::optional<DateWords> numeric_at(std::string_view text, std::size_t at) {
  std::array<Number, 3> parts;
  std::size_t i = at;
  char separator = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    parts[k] = number_at(text, i);
    if (parts[k].digits == 0) return std::nullopt;
    i += parts[k].digits;
    if (k == 2) break;
    if (i >= text.size() || (text[i] != '/' && text[i] != '-') || (k == 1 && text[i] != separator)) return std::nullopt;
    separator = text[i++];
  }
  if (i < text.size() && (is_digit(text[i]) || (text[i] == separator && i + 1 < text.size() && is_digit(text[i + 1]))))
    return std::nullopt;
  if (parts[0].digits == 4 && parts[1].digits == 2 && parts[2].digits == 2)
    return made(parts[0].value, 4, parts[1].value, parts[2].value, at, i);
  if (parts[0].digits > 2 || parts[1].digits > 2 || (parts[2].digits != 2 && parts[2].digits != 4)) return std::nullopt;
  return made(parts[2].value, parts[2].digits, parts[0].value, parts[1].value, at, i);
}

/// Month 1 to 12 and the length of its name at `at`; 0 when there is none.
std::pair<int, std::size_t> month_at(std::string_view text, std::size_t at) {
  static constexpr std::string_view names[] = {"january", "february", "march",     "april",   "may",      "june",
                                               "july",    "august",   "september", "october", "november", "december"};
  const auto matches = [&](std::string_view name, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      if (at + i >= text.size() || (text[at + i] | 0x20) != name[i]) return false;
    return at + size >= text.size() || !is_letter(text[at + size]);
  };
  for (int m = 0; m < 12; ++m) {
    const std::string_view name = names[m];
    for (std::size_t size : {name.size(), std::size_t{4}, std::size_t{3}})
      if (size <= name.size() && matches(name, size)) return {m + 1, size};
  }
  return {0, 0};
}

/// "November 9, 1995"
std::optional<DateWords> spelled_at(std::string_view text, std::size_t at) {
  const auto [month, size] = month_at(text, at);
  if (month == 0) return std::nullopt;
  std::size_t i = at + size;
  if (i < text.size() && text[i] == '.') ++i;
  if (i >= text.size() || text[i] != ' ') return std::nullopt;
  const Number day = number_at(text, ++i);
  if (day.digits == 0 || day.digits > 2) return std::nullopt;
  i += day.digits;
  if (i < text.size() && text[i] == ',') ++i;
  if (i >= text.size() || text[i] != ' ') return std::nullopt;
  const Number year = number_at(text, ++i);
  if (year.digits != 4) return std::nullopt;
  return made(year.value, 4, month, day.value, at, i + 4);
}

} // namespace

std::optional<DateWords> date_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  if (at > 0 && (is_digit(text[at - 1]) || is_letter(text[at - 1]) || text[at - 1] == '/')) return std::nullopt;
  if (is_digit(text[at])) return numeric_at(text, at);
  return is_letter(text[at]) ? spelled_at(text, at) : std::nullopt;
}

std::optional<DateWords> next_date(std::string_view text, std::size_t from) {
  static constexpr std::string_view month_letters = "JFMASONDjfmasond";
  for (std::size_t i = from; i < text.size(); ++i) {
    if (!is_digit(text[i]) && month_letters.find(text[i]) == std::string_view::npos) continue;
    if (const auto date = date_at(text, i)) return date;
  }
  return std::nullopt;
}

} // namespace openimr::corpus
