#include "intake/likeness.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace openimr::intake {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

char fold(char c) {
  switch (c) {
  case '0':
    return 'o';
  case '1':
  case 'i':
  case '|':
  case '!':
    return 'l';
  case '5':
    return 's';
  case '8':
    return 'b';
  default:
    return c;
  }
}

/// The digit that a letter is likely to have been; 0 when none.
char digit_for(char c) {
  switch (c) {
  case 'O':
  case 'o':
  case 'D':
    return '0';
  case 'l':
  case 'I':
  case '|':
    return '1';
  case 'Z':
    return '2';
  case 'S':
    return '5';
  case 'B':
    return '8';
  default:
    return 0;
  }
}

std::string letters_and_digits(std::string_view text) {
  std::string result;
  for (char c : text) {
    const char small = lower(c);
    if ((small >= 'a' && small <= 'z') || is_digit(c)) result += small;
  }
  return result;
}

} // namespace

void append_folded(std::string_view word, std::string& result) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = lower(word[i]), next = i + 1 < word.size() ? lower(word[i + 1]) : '\0';
    const char pair = c == 'r' && next == 'n'   ? 'm'
                      : c == 'v' && next == 'v' ? 'w'
                      : c == 'c' && next == 'l' ? 'd'
                                                : '\0';
    result += pair != '\0' ? pair : fold(c);
    i += pair != '\0' ? 1 : 0;
  }
}

std::string fold_confusions(std::string_view word) {
  std::string result;
  result.reserve(word.size());
  append_folded(word, result);
  return result;
}

int edits_between(std::string_view a, std::string_view b, int most) {
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) > most) return most + 1;
  std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    before.swap(last);
    last.swap(row);
  }
  return std::min(last[b.size()], most + 1);
}

Likeness compare_words(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return Likeness::Nothing;
  if (a == b) return Likeness::Same;
  const std::string x = fold_confusions(a), y = fold_confusions(b);
  if (x == y) return Likeness::Alike;
  const std::size_t shorter = std::min(x.size(), y.size());
  const int allowed = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
  return allowed > 0 && edits_between(x, y, allowed) <= allowed ? Likeness::Alike : Likeness::Different;
}

Likeness compare_days(const Date& a, const Date& b) {
  if (a == b) return Likeness::Same;
  const std::string x = a.iso(), y = b.iso(); // 2014-03-04
  int different = 0;
  std::size_t first = x.size();
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i] != y[i]) {
      ++different;
      first = std::min(first, i);
    }
  const bool is_swapped_day =
      x.substr(0, 4) == y.substr(0, 4) && x.substr(5, 2) == y.substr(8) && x.substr(8) == y.substr(5, 2);
  const bool is_swapped_digits =
      different == 2 && first + 1 < x.size() && x[first] == y[first + 1] && x[first + 1] == y[first];
  const bool is_other_century = x.substr(2) == y.substr(2);
  return different == 1 || is_swapped_day || is_swapped_digits || is_other_century ? Likeness::Alike
                                                                                   : Likeness::Different;
}

Likeness compare_numbers(std::string_view a, std::string_view b) {
  const std::string x = fold_confusions(letters_and_digits(a)), y = fold_confusions(letters_and_digits(b));
  if (x.empty() || y.empty()) return Likeness::Nothing;
  if (x == y) return Likeness::Same;
  const std::size_t shorter = std::min(x.size(), y.size());
  if (shorter >= 6 && (x.starts_with(y) || y.starts_with(x))) return Likeness::Alike;
  return shorter >= 5 && edits_between(x, y, 1) <= 1 ? Likeness::Alike : Likeness::Different;
}

std::string mend_digits(std::string_view text) {
  std::string mended(text);
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin, digits = 0, marks = 0;
    for (; end < text.size() &&
           (is_digit(text[end]) || digit_for(text[end]) != 0 || text[end] == '/' || text[end] == '-');
         ++end) {
      digits += is_digit(text[end]) ? 1U : 0U;
      marks += text[end] == '/' || text[end] == '-' ? 1U : 0U;
    }
    if (marks == 2 && digits >= 3)
      for (std::size_t i = begin; i < end; ++i)
        if (const char digit = digit_for(text[i]); digit != 0) mended[i] = digit;
    begin = std::max(end, begin + 1);
  }
  return mended;
}

} // namespace openimr::intake
