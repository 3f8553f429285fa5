// WordIndex: where words stand in texts. Built once for the lines of a page, then asked hundreds of questions (labels,
// titles, phrases), of which each looks at the places of its first word only.
//
//   const std::vector<std::string> lines = {"date of exam: 1/16/2015", "mri of the knee"};
//   const WordIndex index(lines);
//   index.places_of("of the knee", lines)     // {{1, 4}}
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::intake {

/// Whether the byte is a part of a word: a letter, a digit, or a byte of a character beyond ASCII.
inline bool is_word_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const auto small = static_cast<unsigned char>(byte | 0x20);
  return (small >= 'a' && small <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
}

/// Where words begin.
struct WordPlace {
  std::uint32_t line = 0, at = 0; ///< index of the text; byte in it
};

/// The words of some texts by their hashes. It does not keep the texts: every question brings the same ones.
class WordIndex {
public:
  WordIndex() = default;
  explicit WordIndex(std::span<const std::string> lines);

  /// False when the first word of `words` certainly stands nowhere: most questions end here.
  bool may_have(std::string_view words) const;
  /// All places of the words at word borders, in order: what find_words() finds, line by line.
  std::vector<WordPlace> places_of(std::string_view words, std::span<const std::string> lines) const;
  /// Whether there is one.
  bool has(std::string_view words, std::span<const std::string> lines) const;

private:
  static constexpr std::size_t buckets = 256;
  struct Entry {
    std::uint32_t hash = 0;
    WordPlace place;
  };

  std::span<const Entry> bucket_of(std::uint32_t hash) const;

  std::vector<Entry> entries_;                      // by bucket, in text order within each
  std::array<std::uint32_t, buckets + 1> begins_{}; // of every bucket
};

/// Place of the words in a plain text at word boundaries, or npos. Both are as plain() gives them.
std::size_t find_words(std::string_view text, std::string_view words, std::size_t from = 0);

} // namespace openimr::intake
