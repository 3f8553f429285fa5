#include "clinical/direction_spelling.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace openimr::clinical {
namespace {

using Kind = DirectionToken::Kind;

/// Words worth recognizing through a slip: long or frequent ones; short words are too near to others.
constexpr std::array<std::string_view, 40> grammar_words = {
    "take",    "tablet",  "tablets", "capsule", "capsules", "times",     "time",    "daily",  "twice",  "every",
    "hours",   "hour",    "week",    "weeks",   "weekly",   "month",     "days",    "day",    "needed", "mouth",
    "night",   "nightly", "morning", "evening", "bedtime",  "breakfast", "dinner",  "lunch",  "apply",  "patch",
    "patches", "inhale",  "inject",  "three",   "four",     "directed",  "maximum", "exceed", "before", "puffs"};
/// Ordinary words that lie one slip from a grammar word.
constexpr std::array<std::string_view, 20> other_words = {
    "needle", "needles", "table", "tables", "ever", "house", "horse", "dairy",  "tires",    "lines",
    "tines",  "weekend", "make",  "lake",   "tame", "taken", "takes", "taking", "capsular", "batch"};

struct Translation {
  std::string_view spanish, english;
};
constexpr std::array<Translation, 44> translations = {{{"tome", "take"},
                                                       {"tomar", "take"},
                                                       {"toma", "take"},
                                                       {"aplique", "apply"},
                                                       {"aplicar", "apply"},
                                                       {"inyecte", "inject"},
                                                       {"inhale", "inhale"},
                                                       {"tableta", "tablet"},
                                                       {"tabletas", "tablets"},
                                                       {"tabletta", "tablet"},
                                                       {"pastilla", "pill"},
                                                       {"pastillas", "pills"},
                                                       {"capsula", "capsule"},
                                                       {"capsulas", "capsules"},
                                                       {"c\xC3\xA1psula", "capsule"},
                                                       {"c\xC3\xA1psulas", "capsules"},
                                                       {"parche", "patch"},
                                                       {"parches", "patches"},
                                                       {"gota", "drop"},
                                                       {"gotas", "drops"},
                                                       {"una", "one"},
                                                       {"un", "one"},
                                                       {"uno", "one"},
                                                       {"dos", "two"},
                                                       {"tres", "three"},
                                                       {"cuatro", "four"},
                                                       {"media", "half"},
                                                       {"medio", "half"},
                                                       {"veces", "times"},
                                                       {"vez", "time"},
                                                       {"al", "a"},
                                                       {"dia", "day"},
                                                       {"da", "day"},
                                                       {"d\xC3\xAD"
                                                        "a",
                                                        "day"},
                                                       {"dias", "days"},
                                                       {"d\xC3\xAD"
                                                        "as",
                                                        "days"},
                                                       {"cada", "every"},
                                                       {"horas", "hours"},
                                                       {"semana", "week"},
                                                       {"semanas", "weeks"},
                                                       {"noche", "night"},
                                                       {"ma\xC3\xB1"
                                                        "ana",
                                                        "morning"},
                                                       {"diario", "daily"},
                                                       {"diariamente", "daily"}}};
/// A line that holds one of these is read as Spanish.
constexpr std::array<std::string_view, 14> spanish_signs = {
    "tome",     "tomar",     "aplique", "aplicar",  "inyecte", "tableta", "tabletas",
    "pastilla", "pastillas", "capsula", "capsulas", "veces",   "cada",    "c\xC3\xA1psula"};

template <std::size_t N> bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_known(std::string_view word) {
  return holds(grammar_words, word) || holds(other_words, word) || !dose_unit(word).empty() ||
         !route_word(word).empty() || frequency_word(word) || is_time_of_day(word) || days_of(word) > 0 ||
         number_word(word);
}

/// Two neighbours changed places, or letters inside the word are jumbled while its ends stand.
bool is_jumbled(std::string_view word, std::string_view right) {
  if (word.size() != right.size()) return false;
  std::size_t first = 0;
  while (first < word.size() && word[first] == right[first]) ++first;
  if (first + 1 < word.size() && word[first] == right[first + 1] && word[first + 1] == right[first] &&
      word.substr(first + 2) == right.substr(first + 2))
    return true;
  if (word.size() < 5 || word.front() != right.front() || word.back() != right.back()) return false;
  return std::is_permutation(word.begin(), word.end(), right.begin());
}

/// One letter more, less or other, the first letter standing.
bool is_one_letter_off(std::string_view word, std::string_view right) {
  if (word.front() != right.front()) return false;
  const std::size_t shorter = std::min(word.size(), right.size()), longer = std::max(word.size(), right.size());
  if (longer - shorter > 1) return false;
  std::size_t head = 0;
  while (head < shorter && word[head] == right[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && word[word.size() - 1 - tail] == right[right.size() - 1 - tail]) ++tail;
  return head + tail + 1 >= longer;
}

std::string_view near_word(std::string_view word, bool is_first) {
  if (word.size() < 3 || is_known(word)) return {};
  for (const std::string_view right : grammar_words)
    if (is_jumbled(word, right)) return right;
  if (is_first && is_one_letter_off(word, "take")) return "take";
  if (word.size() >= 4)
    for (const std::string_view right : grammar_words)
      if (right.size() >= 5 && is_one_letter_off(word, right)) return right;
  return {};
}

} // namespace

void correct_spelling(std::vector<DirectionToken>& tokens) {
  const bool is_spanish = std::any_of(tokens.begin(), tokens.end(), [](const DirectionToken& token) {
    return token.kind == Kind::Word && holds(spanish_signs, token.word);
  });
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    DirectionToken& token = tokens[at];
    if (token.kind != Kind::Word) continue;
    if (is_spanish) {
      const auto found = std::find_if(translations.begin(), translations.end(),
                                      [&](const Translation& one) { return one.spanish == token.word; });
      if (found != translations.end()) {
        token.word = std::string(found->english);
        continue;
      }
    }
    if (const std::string_view right = near_word(token.word, at == 0); !right.empty()) token.word = std::string(right);
  }
}

} // namespace openimr::clinical
