#include "guidelines/request_words.h"

#include "text/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <initializer_list>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace openimr::guidelines {
namespace {

using Words = std::vector<std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// Lower-case words, numbers ("0.0375", ".025") and single marks, in order: "30-day" gives 30, -, day.
Words split(const std::string& text) {
  Words words;
  for (std::size_t at = 0; at < text.size();) {
    const auto low = [&](std::size_t i) {
      return i >= text.size() ? ' ' : text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    };
    const bool starts_number = is_digit(low(at)) || (low(at) == '.' && is_digit(low(at + 1)));
    std::string word;
    if (starts_number)
      while (is_digit(low(at)) || (low(at) == '.' && is_digit(low(at + 1)))) word += low(at++);
    else if (is_letter(low(at)))
      while (is_letter(low(at))) word += low(at++);
    else if (low(at) == ' ' || low(at) == '\t' || low(at) == '\n' || low(at) == '\r')
      ++at;
    else
      word += low(at++);
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

std::optional<double> number_of(const std::string& word) {
  static constexpr std::array<std::pair<std::string_view, int>, 11> names = {{{"one", 1},
                                                                              {"single", 1},
                                                                              {"two", 2},
                                                                              {"three", 3},
                                                                              {"four", 4},
                                                                              {"five", 5},
                                                                              {"six", 6},
                                                                              {"seven", 7},
                                                                              {"eight", 8},
                                                                              {"nine", 9},
                                                                              {"ten", 10}}};
  for (const auto& [name, value] : names)
    if (word == name) return value;
  return !word.empty() && (is_digit(word[0]) || word[0] == '.')
             ? std::optional<double>(std::strtod(word.c_str(), nullptr))
             : std::nullopt;
}

template <class List = std::initializer_list<std::string_view>> bool is_any(const std::string& word, const List& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

const std::string& at_or_empty(const Words& words, std::size_t at) {
  static const std::string empty;
  return at < words.size() ? words[at] : empty;
}

/// The first number that stands before one of the units, with nothing but a hyphen or "full" between; index of the unit
/// in `unit_at`.
template <class List = std::initializer_list<std::string_view>> std::optional<double>
number_before(const Words& words, const List& units, std::size_t* unit_at = nullptr, std::size_t from = 0) {
  for (std::size_t at = from; at < words.size(); ++at) {
    const auto value = number_of(words[at]);
    if (!value) continue;
    std::size_t next = at + 1;
    while (is_any(at_or_empty(words, next), {"-", "full"})) ++next;
    if (!is_any(at_or_empty(words, next), units)) continue;
    if (unit_at) *unit_at = next;
    return value;
  }
  return std::nullopt;
}

/// Whether "a week", "per week", "/ wk", "each day" follows.
template <class List = std::initializer_list<std::string_view>>
bool is_per(const Words& words, std::size_t after, const List& units) {
  return is_any(at_or_empty(words, after + 1), {"a", "per", "/", "each"}) &&
         is_any(at_or_empty(words, after + 2), units);
}

bool has(const Words& words, std::initializer_list<std::string_view> list) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return is_any(word, list); });
}

/// Vertebrae in order from the neck down, so that "L4-S1" can be counted.
std::optional<int> vertebra(const std::string& region, const std::string& number) {
  const int n = std::atoi(number.c_str());
  if (n < 1 || n > 12) return std::nullopt;
  if (region == "c") return n;
  if (region == "t") return 7 + n;
  if (region == "l") return 19 + n;
  if (region == "s") return 24 + n;
  return std::nullopt;
}

constexpr std::array<std::string_view, 2> day_words = {"day", "days"}, month_words = {"month", "months"};
constexpr std::array<std::string_view, 4> week_words = {"week", "weeks", "wk", "wks"},
                                          hour_words = {"hour", "hours", "hr", "hrs"};

} // namespace

std::optional<double> levels_asked(const std::string& level, const std::string& words) {
  const Words parts = split(level), all = split(words);
  std::set<std::pair<int, int>> segments; // two vertebrae with the disc between, or one nerve
  std::size_t nerves = 0;
  for (std::size_t at = 0; at + 1 < parts.size(); ++at) {
    const auto above = vertebra(parts[at], parts[at + 1]);
    if (!above) continue;
    std::size_t next = at + 2;
    std::optional<int> below;
    if (is_any(at_or_empty(parts, next), {"-", "/", "to"})) {
      const std::string& follows = at_or_empty(parts, next + 1);
      const bool names_region = is_any(follows, {"c", "t", "l", "s"});
      const std::string& number = at_or_empty(parts, next + (names_region ? 2 : 1));
      if (number_of(number)) {
        below = vertebra(names_region ? follows : parts[at], number);
        next += names_region ? 3 : 2;
      }
      // "L5-1" is the disc below the last lumbar vertebra.
      if (!below || *below <= *above) below = *above + 1;
    }
    if (!below) {
      nerves += segments.insert({*above, *above}).second;
    } else if (*below - *above > 8) {
      return std::nullopt; // no such span is asked for; misread
    } else {
      for (int one = *above; one < *below; ++one) segments.insert({one, one + 1});
    }
    at = next - 1;
  }
  if (segments.empty()) return number_before(all, {"level", "levels"});
  const bool names_branches = has(all, {"medial", "mbb", "dmbb", "mbbs"});
  if (names_branches && nerves > 1 && nerves == segments.size()) return static_cast<double>(nerves - 1);
  return static_cast<double>(segments.size());
}

std::optional<double> rental_days_asked(const std::string& words) {
  const Words all = split(words);
  if (const auto value = number_before(all, day_words)) return value;
  if (const auto value = number_before(all, week_words)) return *value * 7;
  if (const auto value = number_before(all, month_words)) return *value * 30;
  return std::nullopt;
}

std::optional<double> hours_per_week_asked(const std::string& words) {
  const Words all = split(words);
  std::optional<double> daily, days;
  for (std::size_t at = 0; at < all.size(); ++at) {
    const auto value = number_of(all[at]);
    if (!value) continue;
    if (*value == 24 && at_or_empty(all, at + 1) == "/" && at_or_empty(all, at + 2) == "7") return 168;
    const bool is_hours = is_any(at_or_empty(all, at + 1), hour_words);
    if (is_hours && is_per(all, at + 1, week_words)) return value;
    if (is_hours && is_per(all, at + 1, day_words)) daily = value;
    if (is_any(at_or_empty(all, at + 1), {"day", "days", "x", "times"}) && is_per(all, at + 1, week_words))
      days = value;
  }
  if (daily && days) return *daily * *days;
  return std::nullopt;
}

std::optional<double> program_days_asked(const std::string& words) {
  const Words all = split(words);
  for (std::size_t unit = 0, from = 0; const auto value = number_before(all, day_words, &unit, from); from = unit + 1)
    if (!is_per(all, unit, week_words)) return value;
  for (std::size_t unit = 0, from = 0; const auto value = number_before(all, hour_words, &unit, from); from = unit + 1)
    if (!is_per(all, unit, week_words) && !is_per(all, unit, day_words)) return *value / 8;
  return std::nullopt;
}

std::optional<double> weeks_of_visits_asked(const std::string& words) {
  const Words all = split(words);
  if (const auto value = number_before(all, week_words)) return value;
  for (std::size_t at = 0; at + 2 < all.size(); ++at) // "2x6"
    if (number_of(all[at]) && all[at + 1] == "x" && number_of(all[at + 2])) return number_of(all[at + 2]);
  return std::nullopt;
}

std::size_t operation_told(const std::string& words, const std::vector<std::string>& operations) {
  std::size_t first = std::string::npos;
  for (const std::string_view head : {"s/p", "status post", "status-post", "after", "following", "post"})
    for (std::size_t at = words.find(head); at != std::string::npos; at = words.find(head, at + 1)) {
      const bool begins = at == 0 || !std::isalnum(static_cast<unsigned char>(words[at - 1]));
      const bool ends =
          at + head.size() >= words.size() || !std::isalnum(static_cast<unsigned char>(words[at + head.size()]));
      if (!begins || !ends || at >= first) continue;
      const std::string behind = words.substr(at + head.size());
      if (std::any_of(operations.begin(), operations.end(),
                      [&](const std::string& one) { return text::has_words(behind, one); }))
        first = at;
      break;
    }
  return first;
}

std::optional<double> capsaicin_percent(const std::string& strength, bool is_only_ingredient,
                                        const std::string& chart_name, const std::string& words) {
  const Words all = split(words);
  const auto is_percent = [&](std::size_t at) {
    return number_of(at_or_empty(all, at)) && is_any(at_or_empty(all, at + 1), {"%", "percent"});
  };
  const auto named = std::find(all.begin(), all.end(), "capsaicin");
  if (named != all.end()) {
    const std::size_t at = static_cast<std::size_t>(named - all.begin());
    if (at >= 2 && is_percent(at - 2) && !is_percent(at + 1)) return number_of(all[at - 2]);
    for (std::size_t next = at + 1; next < std::min(all.size(), at + 4); ++next) { // "capsaicin cream 0.025%"
      if (is_percent(next)) return number_of(all[next]);
      if (is_any(all[next], {",", ";", "+", "/", "and"})) break;
    }
  }
  if (const Words parts = split(strength);
      is_only_ingredient && parts.size() >= 2 && is_any(parts[1], {"%", "percent"}))
    return number_of(parts[0]);
  if (named != all.end()) return std::nullopt;
  // The published composition of a brand stands in its chart name.
  const Words name = split(chart_name);
  for (std::size_t at = 0; at + 1 < name.size(); ++at)
    if (name[at] == "capsaicin")
      for (std::size_t next = at + 1; next < std::min(name.size(), at + 3); ++next)
        if (const auto value = number_of(name[next])) return value;
  return std::nullopt;
}

} // namespace openimr::guidelines
