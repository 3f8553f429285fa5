#include "intake/page_choice.h"

#include <string_view>

namespace openimr::intake {
namespace {

constexpr float edge = 0.07F; // share of the page's height at top and bottom where fax lines and page numbers stand
constexpr std::size_t few_words = 8;     // in the body of a page that is probably an image
constexpr std::size_t enough_words = 20; // before a judgment about meaning is made

/// Counts of a page's characters and words.
struct Signs {
  std::size_t body_words = 0, characters = 0, odd_characters = 0, long_words = 0, vowelless_words = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_vowel(char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; }

void count_word(std::string_view word, Signs& signs) {
  std::size_t letters = 0;
  bool has_vowel = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    if ((byte & 0xc0) == 0x80) continue;
    ++signs.characters;
    if (is_letter(word[i])) ++letters;
    if (is_vowel(word[i]) || byte == 0xc3) has_vowel = true; // accented Latin letters
    // U+FFFD and the private use area U+E000 to U+F8FF
    if (byte == 0xee || (byte == 0xef && i + 1 < word.size() &&
                         (static_cast<unsigned char>(word[i + 1]) <= 0xa3 || word.substr(i, 3) == "\xEF\xBF\xBD")))
      ++signs.odd_characters;
  }
  // Abbreviations in capitals have no vowels either.
  bool has_small = false;
  for (char c : word) has_small = has_small || (c >= 'a' && c <= 'z');
  if (letters >= 4 && has_small) {
    ++signs.long_words;
    if (!has_vowel) ++signs.vowelless_words;
  }
}

} // namespace

LayerQuality quality_of(const records::Page& layer) {
  Signs signs;
  for (const records::Word& word : layer.words) {
    const float middle = (word.box[1] + word.box[3]) / 2;
    if (middle > edge * layer.height && middle < (1 - edge) * layer.height) ++signs.body_words;
    count_word(word.span.of(layer.text), signs);
  }
  if (signs.odd_characters * 10 > signs.characters && signs.characters > 0) return LayerQuality::Garbage;
  if (signs.long_words >= enough_words && signs.vowelless_words * 3 > signs.long_words) return LayerQuality::Garbage;
  return signs.body_words < few_words ? LayerQuality::Scarce : LayerQuality::Good;
}

records::Page choose(records::Page layer, LayerQuality quality, records::Page ocr) {
  if (layer.words.empty()) return ocr;
  if (quality == LayerQuality::Garbage) {
    if (!ocr.words.empty()) return ocr;
    layer.is_unread = true;
    layer.confidence = 0;
    return layer;
  }
  if (!ocr.is_unread && ocr.words.size() > layer.words.size()) return ocr;
  // Marks that could not be read stand beside the few words of the layer.
  if (ocr.is_unread) {
    layer.is_unread = true;
    layer.confidence = ocr.confidence;
  }
  return layer;
}

} // namespace openimr::intake
