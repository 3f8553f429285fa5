// Whether two item texts ask for the same thing: words compared without order, fillers and usual abbreviations; numbers
// with their units must be equal, long words may differ by one slip of the pen.
#include "casework/eligibility.h"

#include "casework/item_text.h"

#include <algorithm>

namespace openimr::casework {
namespace {

using Words = std::vector<std::string>;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Lower case; letters, numbers and % signs each a word: "60gm" is "60", "gm".
Words split(std::string_view text) {
  Words words;
  char last = ' ';
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    const bool in_number = is_digit(c) || (c == '.' && is_digit(last) && i + 1 < text.size() && is_digit(text[i + 1]));
    if (in_number || is_letter(c) || c == '%') {
      const bool joins = (in_number && (is_digit(last) || last == '.')) || (is_letter(c) && is_letter(last));
      if (joins)
        words.back() += c;
      else
        words.emplace_back(1, c);
      last = c;
    } else {
      last = ' ';
    }
  }
  return words;
}

/// Replaces each run of words that is a known phrase, the longest first.
void replace_phrases(Words& words, const std::vector<std::pair<std::string, std::string>>& table) {
  std::vector<std::pair<Words, Words>> phrases;
  for (const auto& [phrase, word] : table) phrases.emplace_back(split(phrase), split(word));
  std::stable_sort(phrases.begin(), phrases.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  Words result;
  for (std::size_t at = 0; at < words.size();) {
    const auto found = std::find_if(phrases.begin(), phrases.end(), [&](const auto& phrase) {
      return !phrase.first.empty() && phrase.first.size() <= words.size() - at &&
             std::equal(phrase.first.begin(), phrase.first.end(), words.begin() + static_cast<std::ptrdiff_t>(at));
    });
    if (found == phrases.end()) {
      result.push_back(words[at++]);
    } else {
      result.insert(result.end(), found->second.begin(), found->second.end());
      at += found->first.size();
    }
  }
  words = std::move(result);
}

bool contains(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "30", "mg" becomes "30mg", so that strength and quantity cannot change places.
void join_units(Words& words, const Words& units) {
  Words result;
  for (const std::string& word : words) {
    const bool follows_number = !result.empty() && is_digit(result.back().back());
    if (follows_number && contains(units, word))
      result.back() += word;
    else
      result.push_back(word);
  }
  words = std::move(result);
}

bool is_count(const std::string& word) {
  return !word.empty() && word.size() < 4 && std::all_of(word.begin(), word.end(), is_digit);
}

/// "2 x 6" and "2 x week 6 week" become "12 session": as many visits, however they are written.
void multiply_sessions(Words& words) {
  for (std::size_t at = 0; at + 2 < words.size(); ++at) {
    if (!is_count(words[at])) continue;
    const bool has_x = words[at + 1] == "x";
    const std::size_t next = at + (has_x ? 2 : 1);
    const auto is_week = [&](std::size_t k) { return k < words.size() && words[k] == "week"; };
    std::size_t end = 0, second = 0;
    if (is_week(next) && next + 1 < words.size() && is_count(words[next + 1]) && is_week(next + 2)) {
      second = next + 1;
      end = next + 3;
    } else if (has_x && is_count(words[next])) {
      second = next;
      end = next + 1;
    }
    if (end == 0) continue;
    if (end < words.size() && words[end] == "session") ++end;
    const std::string total = std::to_string(std::stoi(words[at]) * std::stoi(words[second]));
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at), words.begin() + static_cast<std::ptrdiff_t>(end));
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), {total, "session"});
  }
}

Words normalised(const jurisdictions::EligibilityRules& rules, std::string_view text) {
  Words words = split(text);
  replace_phrases(words, rules.same_words);
  join_units(words, rules.units);
  std::erase_if(words, [&](const std::string& word) { return contains(rules.filler_words, word); });
  multiply_sessions(words);
  std::sort(words.begin(), words.end());
  return words;
}

/// One letter more, less, other, or two neighbours exchanged; words of six letters or more with the same first letter
/// only.
bool is_slip(const std::string& a, const std::string& b) {
  if (std::min(a.size(), b.size()) < 6 || a[0] != b[0]) return false;
  if (std::any_of(a.begin(), a.end(), is_digit) || std::any_of(b.begin(), b.end(), is_digit)) return false;
  const std::string& longer = a.size() >= b.size() ? a : b;
  const std::string& shorter = a.size() >= b.size() ? b : a;
  if (longer.size() - shorter.size() > 1) return false;
  std::size_t at = 0;
  while (at < shorter.size() && longer[at] == shorter[at]) ++at;
  if (longer.size() > shorter.size())
    return longer.compare(at + 1, std::string::npos, shorter, at, std::string::npos) == 0;
  if (at == shorter.size()) return true;
  if (longer.compare(at + 1, std::string::npos, shorter, at + 1, std::string::npos) == 0) return true;
  return at + 1 < shorter.size() && longer[at] == shorter[at + 1] && longer[at + 1] == shorter[at] &&
         longer.compare(at + 2, std::string::npos, shorter, at + 2, std::string::npos) == 0;
}

} // namespace

bool is_same_item(const jurisdictions::EligibilityRules& rules, std::string_view a, std::string_view b) {
  Words left = normalised(rules, a), right = normalised(rules, b);
  if (left.empty() || right.empty() || left.size() != right.size()) return false;
  for (const std::string& word : left) {
    auto match = std::find(right.begin(), right.end(), word);
    if (match == right.end())
      match = std::find_if(right.begin(), right.end(), [&](const std::string& other) { return is_slip(word, other); });
    if (match == right.end()) return false;
    right.erase(match);
  }
  return true;
}

std::string drug_sign(const jurisdictions::EligibilityRules& rules, std::string_view text) {
  Words words = split(text);
  replace_phrases(words, rules.same_words);
  for (const std::string& sign : rules.drug_signs)
    if (contains(words, sign)) return sign;
  return "";
}

} // namespace openimr::casework
