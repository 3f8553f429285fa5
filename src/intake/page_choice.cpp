#include "intake/page_choice.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

namespace openimr::intake {
namespace {

using records::Box;
using records::Page;
using records::SourceReason;
using records::Word;

constexpr float edge = 0.07F; // share of the page's height at top and bottom where fax lines and page numbers stand
constexpr std::size_t few_words = 8;       // in the body of a page that is probably an image
constexpr std::size_t enough_words = 20;   // before a judgment about meaning is made
constexpr std::size_t enough_letters = 60; // words of letters, before little words are missed
constexpr std::size_t few_little = 40;     // one little word in so many is suspiciously few
constexpr std::size_t enough_characters = 120, most_marks = 35, least_letters = 40; // of a hundred characters
constexpr int sure = 85;           // confidence of OCR words that count as seen
constexpr float strip_height = 54; // points; three or four lines
constexpr std::size_t strips_of_page = 3;
constexpr float least_gap = 144; // points; two inches
constexpr float around_gap = 4;
constexpr std::size_t few_beside = 4; // words of OCR where the layer has none
constexpr int seen_beside = 60;       // confidence of words that count there

/// Words without which no page of English or Spanish prose gets by.
constexpr std::array<std::string_view, 34> little_words = {
    "a",   "al", "and", "are", "as", "at", "con",  "de",  "del", "el", "en", "for", "from", "in", "is",  "la",   "las",
    "los", "no", "not", "of",  "on", "or", "para", "por", "que", "se", "su", "the", "this", "to", "was", "with", "y"};

/// The eighty most frequent pairs of letters of English, most frequent first (Norvig, English Letter Frequency Counts:
/// Mayzner Revisited, 2013). Of pages of names, drugs and numbers half of the pairs and more are among them; of words
/// in letters put for other letters, as a font with a wrong map gives them, a tenth, and not more than 0.39 in 3,000
/// draws.
constexpr std::string_view frequent_pairs =
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic "
    "ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un "
    "lo wa ge ie wh";
constexpr std::size_t few_frequent = 45; // of a hundred pairs, in words of a language
/// Fewer are suspicious on any page, also on one that has kept its little words; so are few, where many pairs leave
/// nothing to chance: a layer whose vowels were exchanged has 44 of a hundred, the pages of our examples 54 to 66.
constexpr std::size_t hardly_frequent = 35, hardly_enough_pairs = 100, rather_few_frequent = 49, many_pairs = 600;

/// Whether a pair of small letters is among them.
constexpr auto is_frequent = [] {
  std::array<bool, std::size_t{26} * 26> known{};
  for (std::size_t at = 0; at < frequent_pairs.size(); at += 3)
    known[static_cast<std::size_t>(frequent_pairs[at] - 'a') * 26 +
          static_cast<std::size_t>(frequent_pairs[at + 1] - 'a')] = true;
  return known;
}();

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_vowel(char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; }

/// Letters and digits in lower case; accents and punctuation fall away.
std::string bare(std::string_view word) {
  std::string result;
  for (char c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_small(c) || is_digit(c)) result += c;
  }
  return result;
}

/// Counts of a page's characters and words.
struct Signs {
  std::size_t characters = 0, odd_characters = 0;
  std::size_t all_letters = 0, marks = 0;          ///< marks of ASCII; of a rule made of one mark the first only
  std::size_t lettered = 0;                        ///< words of two letters or more and no digit
  std::size_t little = 0;                          ///< of all words
  std::size_t long_words = 0, vowelless = 0;       ///< of four letters or more with small ones among them
  std::size_t judged = 0, ill_formed = 0;          ///< of three characters or more with a letter
  std::size_t pairs = 0, frequent = 0;             ///< of letters side by side
  std::size_t small_pairs = 0, small_frequent = 0; ///< of them those that end in a small letter: no abbreviations

  void count(std::string_view word);

private:
  void count_characters(std::string_view word);
  void count_pairs(std::string_view word);
};

void Signs::count_characters(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    if ((byte & 0xc0) == 0x80) continue;
    ++characters;
    all_letters += is_letter(word[i]) ? 1 : 0;
    marks += byte < 0x80 && !is_letter(word[i]) && !is_digit(word[i]) && (i == 0 || word[i - 1] != word[i]) ? 1 : 0;
    // U+FFFD and the private use area U+E000 to U+F8FF
    if (byte == 0xee || (byte == 0xef && i + 1 < word.size() &&
                         (static_cast<unsigned char>(word[i + 1]) <= 0xa3 || word.substr(i, 3) == "\xEF\xBF\xBD")))
      ++odd_characters;
  }
}

void Signs::count_pairs(std::string_view word) {
  const auto place = [](char c) { return static_cast<std::size_t>((c | 0x20) - 'a'); };
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (!is_letter(word[i - 1]) || !is_letter(word[i])) continue;
    const std::size_t one = is_frequent[place(word[i - 1]) * 26 + place(word[i])] ? 1 : 0;
    ++pairs;
    frequent += one;
    if (!is_small(word[i])) continue;
    ++small_pairs;
    small_frequent += one;
  }
}

/// A capital after a small letter, a digit between letters, or a mark inside a word: what poor OCR makes.
bool is_ill_formed(std::string_view word) {
  while (!word.empty() && !is_letter(word.back()) && !is_digit(word.back())) word.remove_suffix(1);
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    const char before = word[i - 1], c = word[i], after = word[i + 1];
    if (is_small(before) && is_digit(c) && is_small(after)) return true;
    if (is_small(before) && c >= 'A' && c <= 'Z' && is_small(after) && i > 3) return true;
    if (is_small(before) && is_small(after) && std::string_view("!|^~*<>[]{}_\\;").find(c) != std::string_view::npos)
      return true;
  }
  return false;
}

void Signs::count(std::string_view word) {
  count_characters(word);
  count_pairs(word);
  std::size_t letters = 0;
  bool has_vowel = false, has_small = false, has_digit = false;
  for (char c : word) {
    letters += is_letter(c) ? 1 : 0;
    has_vowel = has_vowel || is_vowel(c) || static_cast<unsigned char>(c) == 0xc3; // accented Latin letters
    has_small = has_small || is_small(c);
    has_digit = has_digit || is_digit(c);
  }
  if (letters >= 2 && !has_digit) ++lettered;
  if (letters >= 1 && letters <= 4) {
    const std::string low = bare(word);
    if (std::find(little_words.begin(), little_words.end(), low) != little_words.end()) ++little;
  }
  // Abbreviations in capitals have no vowels either.
  const bool lacks_vowel = letters >= 4 && has_small && !has_vowel;
  if (letters >= 4 && has_small) ++long_words;
  if (lacks_vowel) ++vowelless;
  if (letters >= 1 && word.size() >= 3) {
    ++judged;
    if (lacks_vowel || is_ill_formed(word)) ++ill_formed;
  }
}

Signs signs_of(const Page& page) {
  Signs signs;
  for (const Word& word : page.words) signs.count(word.span.of(page.text));
  return signs;
}

float middle(const Box& box) { return (box[1] + box[3]) / 2; }

bool is_inside(const Box& box, const std::vector<Box>& strips) {
  return std::any_of(strips.begin(), strips.end(), [&](const Box& strip) {
    // Words that a strip cuts through are not held against it.
    return box[1] >= strip[1] && box[3] <= strip[3];
  });
}

/// How often each word of the page stands in the strips.
std::map<std::string, int> words_inside(const Page& page, const std::vector<Box>& strips, int confidence) {
  std::map<std::string, int> words;
  for (const Word& word : page.words) {
    std::string low = bare(word.span.of(page.text));
    if (low.size() >= 3 && word.confidence >= confidence && is_inside(word.box, strips)) ++words[std::move(low)];
  }
  return words;
}

/// Words of `one`, and how many of them `other` has too.
std::pair<std::size_t, std::size_t> shared(const std::map<std::string, int>& one,
                                           const std::map<std::string, int>& other) {
  std::size_t all = 0, both = 0;
  for (const auto& [word, count] : one) {
    const auto found = other.find(word);
    all += static_cast<std::size_t>(count);
    both += static_cast<std::size_t>(found == other.end() ? 0 : std::min(count, found->second));
  }
  return {all, both};
}

/// Words of OCR at places where the layer has none: what a picture beside the layer says.
std::size_t words_beside(const Page& layer, const Page& ocr) {
  const auto is_free = [&layer](const Box& box) {
    const float x = (box[0] + box[2]) / 2, y = middle(box);
    return std::none_of(layer.words.begin(), layer.words.end(), [x, y](const Word& word) {
      return x >= word.box[0] - 3 && x <= word.box[2] + 3 && y >= word.box[1] - 3 && y <= word.box[3] + 3;
    });
  };
  return static_cast<std::size_t>(std::count_if(ocr.words.begin(), ocr.words.end(), [&](const Word& word) {
    return word.confidence >= seen_beside && bare(word.span.of(ocr.text)).size() >= 2 && is_free(word.box);
  }));
}

Page with(Page page, SourceReason reason) {
  page.reason = reason;
  return page;
}

} // namespace

LayerQuality quality_of(const Page& layer, bool is_hidden) {
  const Signs signs = signs_of(layer);
  const auto body_words =
      static_cast<std::size_t>(std::count_if(layer.words.begin(), layer.words.end(), [&](const Word& word) {
        return middle(word.box) > edge * layer.height && middle(word.box) < (1 - edge) * layer.height;
      }));
  if (signs.odd_characters * 10 > signs.characters && signs.characters > 0) return LayerQuality::Garbage;
  if (signs.long_words >= enough_words && signs.vowelless * 3 > signs.long_words) return LayerQuality::Garbage;
  // A font whose letters are moved by some places shows as marks: no table of numbers has so many and so few letters.
  if (signs.characters >= enough_characters && signs.marks * 100 > most_marks * signs.characters &&
      signs.all_letters * 100 < least_letters * signs.characters)
    return LayerQuality::Garbage;
  if (body_words < few_words) return LayerQuality::Scarce;
  if (is_hidden) return LayerQuality::Hidden;
  // Lists have no little words either, but they have letters that go together.
  const bool lacks_little = signs.lettered >= enough_letters && signs.little * few_little < signs.lettered &&
                            signs.frequent * 100 < few_frequent * signs.pairs;
  const auto has_few_pairs = [&signs](std::size_t few, std::size_t enough) {
    return signs.small_pairs >= enough && signs.small_frequent * 100 < few * signs.small_pairs;
  };
  const bool is_shifted =
      has_few_pairs(hardly_frequent, hardly_enough_pairs) || has_few_pairs(rather_few_frequent, many_pairs);
  const bool is_mangled = signs.judged >= enough_words && signs.ill_formed * 8 > signs.judged;
  return lacks_little || is_shifted || is_mangled ? LayerQuality::Doubtful : LayerQuality::Good;
}

std::vector<Box> sample_strips(const Page& layer) {
  // Words per strip; the three fullest that are apart from each other.
  std::map<int, int> counts;
  for (const Word& word : layer.words) ++counts[static_cast<int>(middle(word.box) / strip_height)];
  std::vector<std::pair<int, int>> fullest;
  for (const auto& [row, count] : counts) fullest.emplace_back(-count, row);
  std::sort(fullest.begin(), fullest.end());
  std::vector<int> rows;
  for (const auto& [count, row] : fullest) {
    const int at = row;
    const bool is_apart = std::all_of(rows.begin(), rows.end(), [at](int other) { return std::abs(other - at) > 2; });
    if (is_apart && rows.size() < strips_of_page && -count >= 4) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  std::vector<Box> strips;
  for (int row : rows) {
    const float top = static_cast<float>(row) * strip_height, bottom = top + strip_height;
    Box strip{0, top, layer.width, bottom};
    for (const Word& word : layer.words) // no line is cut through
      if (word.box[1] < bottom && word.box[3] > top) {
        strip[1] = std::max(0.0F, std::min(strip[1], std::max(word.box[1] - 3, top - strip_height)));
        strip[3] = std::min(layer.height, std::max(strip[3], std::min(word.box[3] + 3, bottom + strip_height)));
      }
    strips.push_back(strip);
  }
  return strips;
}

std::optional<Box> widest_gap(const Page& layer) {
  std::vector<std::pair<float, float>> rows;
  for (const Word& word : layer.words) rows.emplace_back(word.box[1], word.box[3]);
  std::sort(rows.begin(), rows.end());
  rows.emplace_back(layer.height, layer.height);
  std::optional<Box> widest;
  float bottom = 0;
  for (const auto& [top, below] : rows) {
    const float height = top - bottom;
    if (height >= least_gap && (!widest || height > (*widest)[3] - (*widest)[1] + 2 * around_gap))
      widest = Box{0, bottom + around_gap, layer.width, top - around_gap};
    bottom = std::max(bottom, below);
  }
  return widest;
}

bool has_lines_in(const Page& sample, const Box& gap) {
  std::size_t words = 0;
  for (const auto& [word, count] : words_inside(sample, {gap}, sure)) words += static_cast<std::size_t>(count);
  return words >= few_words;
}

Agreement agreement(const Page& layer, const Page& sample, const std::vector<Box>& strips) {
  // What OCR is sure of must be in the layer, and the layer's words must have been seen at all.
  const auto [seen, in_layer] = shared(words_inside(sample, strips, sure), words_inside(layer, strips, 0));
  const auto [told, was_seen] = shared(words_inside(layer, strips, 0), words_inside(sample, strips, 0));
  Agreement result;
  result.compared = std::min(seen, told);
  if (seen > 0 && told > 0)
    result.share = std::min(static_cast<double>(in_layer) / static_cast<double>(seen),
                            0.15 + static_cast<double>(was_seen) / static_cast<double>(told));
  return result;
}

double plausibility(const Page& page) {
  const Signs signs = signs_of(page);
  if (signs.judged == 0 || signs.characters == 0) return 0;
  const double well_formed = 1 - static_cast<double>(signs.ill_formed) / static_cast<double>(signs.judged);
  const double known = 1 - static_cast<double>(signs.odd_characters) / static_cast<double>(signs.characters);
  // One word in six is a little one in prose; lists have fewer and are not blamed for more than half.
  const double little =
      signs.lettered < enough_letters
          ? 1
          : std::min(1.0, static_cast<double>(signs.little) * 6 / static_cast<double>(signs.lettered));
  return well_formed * known * (0.5 + 0.5 * little);
}

Page choose(Page layer, LayerQuality quality, Page ocr) {
  if (layer.words.empty()) return with(std::move(ocr), SourceReason::LayerMissing);
  if (quality == LayerQuality::Garbage) {
    if (!ocr.words.empty()) return with(std::move(ocr), SourceReason::LayerGarbage);
    layer.is_unread = true;
    layer.confidence = 0;
    return with(std::move(layer), SourceReason::LayerGarbage);
  }
  if (quality == LayerQuality::Hidden && ocr.words.empty()) { // nobody can see what it says
    layer.is_unread = true;
    layer.confidence = 0;
    return with(std::move(layer), SourceReason::LayerBetter);
  }
  if (quality == LayerQuality::Doubtful || quality == LayerQuality::Hidden) {
    const double read = ocr.is_unread ? 0 : plausibility(ocr) * static_cast<double>(ocr.confidence) / 100;
    const double told = plausibility(layer) * 0.9; // where both read alike, what can be seen is believed
    return read >= told && ocr.words.size() * 3 > layer.words.size()
               ? with(std::move(ocr), SourceReason::OcrBetter)
               : with(std::move(layer), SourceReason::LayerBetter);
  }
  const bool says_more = quality == LayerQuality::Pictured ? words_beside(layer, ocr) >= few_beside
                                                           : ocr.words.size() > layer.words.size();
  if (!ocr.is_unread && says_more) return with(std::move(ocr), SourceReason::LayerMissing);
  // Marks that could not be read stand beside the few words of the layer.
  if (ocr.is_unread) {
    layer.is_unread = true;
    layer.confidence = ocr.confidence;
  }
  return with(std::move(layer), SourceReason::LayerBetter);
}

} // namespace openimr::intake
