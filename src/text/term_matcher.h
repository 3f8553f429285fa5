// TermMatcher: finds many terms in a text in one pass over its words, with their places kept.
//
// A text is cut into tokens (words, numbers, marks) whose letter case is folded; terms are cut the same way and stored
// in one trie over tokens. So letter case, runs of spaces, line breaks and hyphens between letters never matter, and a
// term is found at word borders only.
//
//   TermMatcher matcher;
//   int weakness = matcher.add("motor weakness");
//   std::vector<Token> tokens;
//   matcher.tokenize("Motor\n  WEAKNESS of the left leg", tokens);
//   std::vector<TermHit> hits;
//   matcher.find(tokens, hits);               // {0, 2, weakness}
#pragma once

#include "text/span.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::text {

enum class TokenKind : std::uint8_t { Word, Number, Mark };

/// A word, number or punctuation mark of a text.
struct Token {
  Span span;
  std::uint32_t word = 0; ///< number of the word in the matcher's terms; 0 when no term has it
  TokenKind kind = TokenKind::Word;
  bool is_upper = false;    ///< all its letters are capitals
  bool starts_line = false; ///< first of its line
};

/// A term found at tokens [first, last).
struct TermHit {
  std::uint32_t first = 0, last = 0;
  std::uint32_t term = 0;
};

/// A set of terms. Add all terms first; finding does not change it, so it may be shared between threads.
class TermMatcher {
public:
  TermMatcher();

  /// Number of the term (the same for terms that differ in case, spaces or hyphens only); -1 for a term without a word.
  int add(std::string_view term);
  int size() const { return static_cast<int>(term_count_); }

  /// Cuts a text into tokens. Clears what `tokens` held.
  void tokenize(std::string_view text, std::vector<Token>& tokens) const;
  /// All terms at all places, overlaps included, ordered by first token, then by length. Clears what `hits` held.
  void find(const std::vector<Token>& tokens, std::vector<TermHit>& hits) const;
  /// Number of a single word of the terms, 0 when none has it.
  std::uint32_t word(std::string_view folded) const;

private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t value = 0;
  };
  std::uint32_t intern(std::string_view folded);
  std::uint32_t child(std::uint32_t node, std::uint32_t word) const;
  std::uint32_t make_child(std::uint32_t node, std::uint32_t word);
  void grow_words();
  void grow_edges();

  std::vector<std::string> words_; // words_[0] is unused
  std::vector<Slot> word_slots_;   // open addressing, by hash of the folded word
  std::vector<Slot> edge_slots_;   // open addressing, key = node << 32 | word
  std::size_t edge_count_ = 0;
  std::vector<std::uint32_t> term_of_node_; // term + 1, 0 when no term ends here
  std::uint32_t term_count_ = 0;
};

/// Letters folded to lower case (ASCII), typographic apostrophes and dashes made plain.
std::string fold(std::string_view text);

} // namespace openimr::text
