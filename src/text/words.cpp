#include "text/words.h"

#include <algorithm>

namespace openimr::text {
namespace {

char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

} // namespace

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower_of);
  return result;
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string result;
  for (const char c : text) {
    const bool is_space = c == '\n' || c == '\t' || c == ' ' || c == '\r';
    if (is_space && (result.empty() || result.back() == ' ')) continue;
    result += is_space ? ' ' : c;
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  if (result.size() <= limit) return result;
  std::size_t cut = result.rfind(' ', limit);
  if (cut == std::string::npos || cut == 0) { // one long word: cut between letters
    cut = limit;
    while (cut > 0 && (static_cast<unsigned char>(result[cut]) & 0xC0) == 0x80) --cut;
  }
  return result.substr(0, cut) + " …";
}

bool has_words(std::string_view lower_text, std::string_view lower_words) {
  if (lower_words.empty()) return false;
  for (std::size_t at = lower_text.find(lower_words); at != std::string_view::npos;
       at = lower_text.find(lower_words, at + 1)) {
    const std::size_t end = at + lower_words.size();
    if ((at == 0 || !is_word(lower_text[at - 1])) && (end == lower_text.size() || !is_word(lower_text[end])))
      return true;
  }
  return false;
}

std::string lower_first(std::string text) {
  const bool is_abbreviation = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
  if (!text.empty() && !is_abbreviation) text[0] = lower_of(text[0]);
  return text;
}

} // namespace openimr::text
