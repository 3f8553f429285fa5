#include "determination/reading_level.h"

#include "clinical/sentences.h"
#include "text/words.h"

#include <algorithm>
#include <string>

namespace openimr::determination {
namespace {

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

int syllables_of(std::string_view word) {
  int groups = 0;
  for (std::size_t at = 0; at < word.size(); ++at) groups += is_vowel(word[at]) && (at == 0 || !is_vowel(word[at - 1]));
  const bool is_silent =
      word.size() > 2 && word.ends_with('e') && !word.ends_with("le") && !is_vowel(word[word.size() - 2]);
  return std::max(1, groups - (is_silent ? 1 : 0));
}

} // namespace

ReadingLevel reading_level(std::string_view text) {
  ReadingLevel level;
  level.sentences = static_cast<int>(clinical::split_sentences(text).size());
  const std::string lower = text::lower(text);
  for (std::size_t at = 0; at < lower.size();) {
    std::size_t end = at;
    while (end < lower.size() && ((lower[end] >= 'a' && lower[end] <= 'z') || lower[end] == '\'')) ++end;
    if (end > at) {
      ++level.words;
      level.syllables += syllables_of(std::string_view(lower).substr(at, end - at));
    }
    at = end + 1;
  }
  if (level.words == 0 || level.sentences == 0) return level;
  const double words_a_sentence = static_cast<double>(level.words) / level.sentences;
  const double syllables_a_word = static_cast<double>(level.syllables) / level.words;
  level.grade = std::max(0.0, 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59);
  level.ease = std::clamp(206.835 - 1.015 * words_a_sentence - 84.6 * syllables_a_word, 0.0, 100.0);
  return level;
}

} // namespace openimr::determination
