#include "letters/reading_level.h"

#include <algorithm>
#include <string>
#include <vector>

namespace openimr::letters {
namespace {

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// One vowel of a word: its plain letter, and whether it carries an accent.
struct Vowel {
  char letter = 'a';
  bool is_accented = false;
};

/// A letter as the two formulas see it.
struct Sound {
  bool is_vowel = false;
  Vowel vowel = {};
  char consonant = ' ';
};

/// The letters of a word in lower case; á é í ó ú ü ñ (and their capitals) are known, other marks are passed over.
std::vector<Sound> sounds(std::string_view word) {
  static constexpr std::pair<std::string_view, char> accented[] = {{"á", 'a'}, {"é", 'e'}, {"í", 'i'}, {"ó", 'o'},
                                                                   {"ú", 'u'}, {"Á", 'a'}, {"É", 'e'}, {"Í", 'i'},
                                                                   {"Ó", 'o'}, {"Ú", 'u'}};
  std::vector<Sound> out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = lower(word[i]);
    if (is_ascii_letter(c)) {
      const bool is_vowel = std::string_view("aeiou").find(c) != std::string_view::npos;
      out.push_back({is_vowel, {c, false}, c});
      continue;
    }
    for (const auto& [letter, plain] : accented)
      if (word.substr(i).starts_with(letter)) out.push_back({true, {plain, true}, ' '});
    if (word.substr(i).starts_with("ü") || word.substr(i).starts_with("Ü")) out.push_back({true, {'u', false}, ' '});
    if (word.substr(i).starts_with("ñ") || word.substr(i).starts_with("Ñ")) out.push_back({false, {}, 'n'});
  }
  return out;
}

bool is_strong(const Vowel& vowel) { return vowel.letter == 'a' || vowel.letter == 'e' || vowel.letter == 'o'; }

/// "que", "guía": the u is silent.
bool is_silent_u(const std::vector<Sound>& word, std::size_t i) {
  if (i == 0 || i + 1 == word.size() || word[i].vowel.letter != 'u' || !word[i + 1].is_vowel) return false;
  const char before = word[i - 1].is_vowel ? ' ' : word[i - 1].consonant, after = word[i + 1].vowel.letter;
  return (before == 'q' || before == 'g') && (after == 'e' || after == 'i');
}

/// Two vowels beside each other are two syllables when both are strong or a weak one is accented.
bool is_hiatus(const Vowel& before, const Vowel& vowel) {
  if (is_strong(before) && is_strong(vowel)) return true;
  return (!is_strong(before) && before.is_accented) || (!is_strong(vowel) && vowel.is_accented && is_strong(before));
}

int spanish_syllables(const std::vector<Sound>& word) {
  int count = 0;
  const Vowel* before = nullptr; // the vowel right before, silent ones apart
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool is_final_y = !word[i].is_vowel && word[i].consonant == 'y' && i + 1 == word.size();
    if (!word[i].is_vowel) {
      count += is_final_y && before == nullptr;
      before = nullptr;
    } else if (is_silent_u(word, i)) {
      before = nullptr;
    } else {
      count += before == nullptr || is_hiatus(*before, word[i].vowel);
      before = &word[i].vowel;
    }
  }
  return std::max(count, 1);
}

int english_syllables(const std::vector<Sound>& word) {
  const auto is_vowel = [&](std::size_t i) { return word[i].is_vowel || (word[i].consonant == 'y' && i > 0); };
  int count = 0;
  for (std::size_t i = 0; i < word.size(); ++i) count += is_vowel(i) && (i == 0 || !is_vowel(i - 1));
  const std::size_t n = word.size();
  const auto letter = [&](std::size_t from_end) {
    const Sound& sound = word[n - from_end];
    return sound.is_vowel ? sound.vowel.letter : sound.consonant;
  };
  if (n >= 3 && letter(1) == 'e' && !is_vowel(n - 2) && !(letter(2) == 'l' && !is_vowel(n - 3)))
    --count; // "made", not "table"
  if (n >= 4 && letter(1) == 'd' && letter(2) == 'e' && !is_vowel(n - 3) && letter(3) != 't' && letter(3) != 'd')
    --count; // "asked" has one syllable, "wanted" two
  return std::max(count, 1);
}

bool ends_sentence(std::string_view text, std::size_t at) {
  if (text[at] != '.' && text[at] != '!' && text[at] != '?') return text[at] == '\n';
  return at + 1 >= text.size() || text[at + 1] == ' ' || text[at + 1] == '\n' || text[at + 1] == ')' ||
         text[at + 1] == '"';
}

double ratio(int a, int b) { return static_cast<double>(a) / static_cast<double>(std::max(b, 1)); }

} // namespace

int count_syllables(std::string_view word, ReadingFormula formula) {
  const auto letters = sounds(word);
  return formula == ReadingFormula::Crawford ? spanish_syllables(letters) : english_syllables(letters);
}

ReadingLevel reading_level(std::string_view text, ReadingFormula formula) {
  ReadingLevel level;
  bool has_words = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto is_of_word = [&](char c) { return is_ascii_letter(c) || is_digit(c) || (c & 0x80) != 0 || c == '\''; };
    if (is_of_word(text[i])) {
      std::size_t end = i;
      // "1.5" and "10/325" are one word
      while (end < text.size() && (is_of_word(text[end]) || (end + 1 < text.size() && is_digit(text[end + 1]) &&
                                                             end > i && is_digit(text[end - 1]))))
        ++end;
      const std::string_view word = text.substr(i, end - i);
      const auto letters = sounds(word);
      if (!letters.empty() || std::ranges::any_of(word, is_digit)) {
        ++level.words;
        level.syllables += count_syllables(word, formula);
        has_words = true;
      }
      i = end;
      continue;
    }
    if (has_words && ends_sentence(text, i)) {
      ++level.sentences;
      has_words = false;
    }
    ++i;
  }
  level.sentences += has_words;
  if (level.words == 0 || formula == ReadingFormula::None) return level;
  const double per_sentence = ratio(level.words, level.sentences), per_word = ratio(level.syllables, level.words);
  if (formula == ReadingFormula::FleschKincaid) {
    level.grade = 0.39 * per_sentence + 11.8 * per_word - 15.59;
    level.ease = 206.835 - 1.015 * per_sentence - 84.6 * per_word;
  } else {
    level.grade = -0.205 * 100 * ratio(level.sentences, level.words) + 0.049 * 100 * per_word - 3.407;
    level.ease = 206.835 - 62.3 * per_word - per_sentence;
  }
  return level;
}

} // namespace openimr::letters
