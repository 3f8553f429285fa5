#include "corpus/citation.h"

namespace openimr::corpus {
namespace {

/// Reads from the front of a text.
struct Cursor {
  std::string_view rest;

  void skip_spaces() {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }
  bool take(std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }
  /// Digits as a number and how many there were; 0 when there are none or more than five.
  std::pair<int, int> take_number() {
    int value = 0, count = 0;
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9' && count < 6) {
      value = value * 10 + (rest.front() - '0');
      rest.remove_prefix(1);
      ++count;
    }
    return count > 5 ? std::pair(0, 0) : std::pair(value, count);
  }
};

bool take_separator(Cursor& cursor) {
  bool found = false;
  for (bool again = true; again;) {
    cursor.skip_spaces();
    again = cursor.take(",") || cursor.take(";") || cursor.take("&") || cursor.take("and ");
    found |= again;
  }
  return found;
}

bool take_span(Cursor& cursor) {
  cursor.skip_spaces();
  const bool found = cursor.take("-") || cursor.take("–") || cursor.take("to ") || cursor.take("through ");
  cursor.skip_spaces();
  return found;
}

/// "124-7" means 127: the last page takes over the leading digits that it leaves out.
int complete(int first, int last, int digits) {
  int unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  return last < first && first >= unit ? first / unit * unit + last : last;
}

} // namespace

std::optional<std::vector<PageRange>> parse_pages(std::string_view text) {
  std::vector<PageRange> ranges;
  Cursor cursor{text};
  cursor.skip_spaces();
  do {
    const auto [first, digits] = cursor.take_number();
    if (digits == 0 || first == 0) return std::nullopt;
    PageRange range{first, first};
    if (take_span(cursor)) {
      const auto [last, last_digits] = cursor.take_number();
      if (last_digits == 0) return std::nullopt;
      range.last = complete(first, last, last_digits);
      if (range.last < range.first) return std::nullopt;
    }
    ranges.push_back(range);
  } while (take_separator(cursor));
  return cursor.rest.empty() ? std::optional(std::move(ranges)) : std::nullopt;
}

bool covers(const std::vector<PageRange>& ranges, int page) {
  for (const PageRange& range : ranges)
    if (range.first <= page && page <= range.last) return true;
  return false;
}

} // namespace openimr::corpus
