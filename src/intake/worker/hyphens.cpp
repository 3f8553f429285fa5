// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/hyphens.h"

#include <algorithm>
#include <array>

namespace openimr::worker {
namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_small(c) || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

/// Small letters, without what stands before the first and behind the last letter.
std::string spelling(std::string_view word) {
  while (!word.empty() && !is_letter(word.front())) word.remove_prefix(1);
  while (!word.empty() && !is_letter(word.back())) word.remove_suffix(1);
  std::string letters(word);
  for (char& c : letters)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return letters;
}

/// Words that are written with a hyphen behind them more often than in one with the next.
constexpr std::array<std::string_view, 34> before_hyphen = {
    "anti",  "cross",  "double", "ex",   "first", "follow",   "full",  "half",   "high", "home", "left", "long",
    "low",   "medium", "mid",    "mild", "multi", "new",      "non",   "open",   "part", "post", "pre",  "range",
    "right", "second", "self",   "semi", "short", "straight", "third", "weight", "well", "work"};
/// Words that are written with a hyphen before them.
constexpr std::array<std::string_view, 34> behind_hyphen = {
    "a",       "and",   "bearing",  "based",  "blind", "controlled", "date",  "day",     "dependent",
    "dose",    "free",  "grade",    "handed", "hour",  "in",         "level", "like",    "limb",
    "lifting", "month", "of",       "off",    "old",   "on",         "out",   "raising", "related",
    "release", "sided", "specific", "term",   "the",   "to",         "up"};

bool has(const auto& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

Hyphen HyphenJudge::judge(std::string_view line_end, std::string_view line_begin) const {
  if (!line_end.ends_with('-') || line_end.size() < 2 || line_begin.empty() || !is_small(line_begin[0]))
    return Hyphen::None;
  line_end.remove_suffix(1);
  if (!is_letter(line_end.back())) return line_end.back() == '-' ? Hyphen::None : Hyphen::Own; // "10-" "day"
  const std::string first = spelling(line_end), second = spelling(line_begin);
  if (second.empty()) return Hyphen::None;
  const bool is_joined_elsewhere = is_on_page(first + second), is_parted_elsewhere = is_on_page(first + "-" + second);
  if (is_joined_elsewhere != is_parted_elsewhere) return is_joined_elsewhere ? Hyphen::Broken : Hyphen::Own;
  const bool is_compound = first.size() < 2 || first.find('-') != std::string::npos || has(before_hyphen, first) ||
                           has(behind_hyphen, second);
  return is_compound ? Hyphen::Own : Hyphen::Broken;
}

bool HyphenJudge::is_on_page(const std::string& word) const {
  if (spellings_.empty())
    for (const PlacedWord& one : words_)
      if (std::string letters = spelling(one.text); !letters.empty()) spellings_.insert(std::move(letters));
  return spellings_.contains(word);
}

} // namespace openimr::worker
