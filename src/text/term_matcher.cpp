#include "text/term_matcher.h"

#include <algorithm>

namespace openimr::text {
namespace {

constexpr std::size_t longest_word = 48;

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::uint64_t hash_of(std::string_view word) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash | 1;
}

std::uint64_t mix(std::uint64_t key) {
  key ^= key >> 31;
  key *= 0x9E3779B97F4A7C15ULL;
  return key ^ (key >> 29);
}

enum class Glyph { Letter, Digit, Space, Newline, Hyphen, Apostrophe, Mark };
struct Read {
  Glyph glyph;
  std::uint32_t size;
};

/// The character at a byte: what it counts as and how long it is.
Read read_at(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (is_letter(c)) return {Glyph::Letter, 1};
  if (is_digit(c)) return {Glyph::Digit, 1};
  if (c == '\n' || c == '\r' || c == '\f') return {Glyph::Newline, 1};
  if (c <= ' ' || c == 0x7F) return {Glyph::Space, 1};
  if (c == '-') return {Glyph::Hyphen, 1};
  if (c == '\'') return {Glyph::Apostrophe, 1};
  if (c < 0x80) return {Glyph::Mark, 1};
  const auto next = [&](std::size_t k) { return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0U; };
  if (c == 0xC2 && next(1) == 0xA0) return {Glyph::Space, 2};
  if (c == 0xC2 && next(1) == 0xAD) return {Glyph::Hyphen, 2};
  if (c == 0xC2 && next(1) != 0) return {Glyph::Mark, 2};
  if (c == 0xE2 && next(1) == 0x80) {
    const unsigned last = next(2);
    if (last >= 0x80 && last <= 0x8B) return {Glyph::Space, 3};
    if (last >= 0x90 && last <= 0x95) return {Glyph::Hyphen, 3};
    if (last == 0x98 || last == 0x99) return {Glyph::Apostrophe, 3};
    if (last != 0) return {Glyph::Mark, 3};
  }
  if (c == 0xE2 && next(1) != 0 && next(2) != 0) return {Glyph::Mark, 3};
  return {Glyph::Letter, 1};
}

} // namespace

std::string fold(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      folded += lower(text[at++]);
      continue;
    }
    const Read read = read_at(text, at);
    if (read.glyph == Glyph::Apostrophe)
      folded += '\'';
    else if (read.glyph == Glyph::Hyphen)
      folded += '-';
    else if (read.size == 1)
      folded += lower(text[at]);
    else if (read.glyph == Glyph::Space)
      folded += ' ';
    else
      folded += text.substr(at, read.size);
    at += read.size;
  }
  return folded;
}

TermMatcher::TermMatcher() : words_(1), word_slots_(1024), edge_slots_(4096), term_of_node_(1, 0) {}

void TermMatcher::grow_words() {
  std::vector<Slot> bigger(word_slots_.size() * 2);
  for (const Slot& slot : word_slots_) {
    if (slot.value == 0) continue;
    std::size_t at = mix(slot.key) & (bigger.size() - 1);
    while (bigger[at].value != 0) at = (at + 1) & (bigger.size() - 1);
    bigger[at] = slot;
  }
  word_slots_.swap(bigger);
}

void TermMatcher::grow_edges() {
  std::vector<Slot> bigger(edge_slots_.size() * 2);
  for (const Slot& slot : edge_slots_) {
    if (slot.value == 0) continue;
    std::size_t at = mix(slot.key) & (bigger.size() - 1);
    while (bigger[at].value != 0) at = (at + 1) & (bigger.size() - 1);
    bigger[at] = slot;
  }
  edge_slots_.swap(bigger);
}

std::uint32_t TermMatcher::word(std::string_view folded) const {
  const std::uint64_t key = hash_of(folded);
  for (std::size_t at = mix(key) & (word_slots_.size() - 1); word_slots_[at].value != 0;
       at = (at + 1) & (word_slots_.size() - 1))
    if (word_slots_[at].key == key && words_[word_slots_[at].value] == folded) return word_slots_[at].value;
  return 0;
}

std::uint32_t TermMatcher::intern(std::string_view folded) {
  if (const std::uint32_t known = word(folded)) return known;
  if (words_.size() * 2 > word_slots_.size()) grow_words();
  const std::uint64_t key = hash_of(folded);
  std::size_t at = mix(key) & (word_slots_.size() - 1);
  while (word_slots_[at].value != 0) at = (at + 1) & (word_slots_.size() - 1);
  word_slots_[at] = {key, static_cast<std::uint32_t>(words_.size())};
  words_.emplace_back(folded);
  return word_slots_[at].value;
}

std::uint32_t TermMatcher::child(std::uint32_t node, std::uint32_t word_number) const {
  const std::uint64_t key = (static_cast<std::uint64_t>(node) << 32) | word_number;
  for (std::size_t at = mix(key) & (edge_slots_.size() - 1); edge_slots_[at].value != 0;
       at = (at + 1) & (edge_slots_.size() - 1))
    if (edge_slots_[at].key == key) return edge_slots_[at].value;
  return 0;
}

std::uint32_t TermMatcher::make_child(std::uint32_t node, std::uint32_t word_number) {
  if (const std::uint32_t known = child(node, word_number)) return known;
  if (++edge_count_ * 2 > edge_slots_.size()) grow_edges();
  const std::uint64_t key = (static_cast<std::uint64_t>(node) << 32) | word_number;
  std::size_t at = mix(key) & (edge_slots_.size() - 1);
  while (edge_slots_[at].value != 0) at = (at + 1) & (edge_slots_.size() - 1);
  edge_slots_[at] = {key, static_cast<std::uint32_t>(term_of_node_.size())};
  term_of_node_.push_back(0);
  return edge_slots_[at].value;
}

int TermMatcher::add(std::string_view term) {
  std::vector<Token> tokens;
  tokenize(term, tokens);
  if (tokens.empty()) return -1;
  std::uint32_t node = 0;
  for (const Token& token : tokens) node = make_child(node, intern(fold(token.span.of(term))));
  if (term_of_node_[node] == 0) term_of_node_[node] = ++term_count_;
  return static_cast<int>(term_of_node_[node] - 1);
}

void TermMatcher::tokenize(std::string_view text, std::vector<Token>& tokens) const {
  tokens.clear();
  char folded[longest_word + 1];
  bool starts_line = true;
  for (std::size_t at = 0; at < text.size();) {
    const Read read = read_at(text, at);
    if (read.glyph == Glyph::Space || read.glyph == Glyph::Newline) {
      starts_line = starts_line || read.glyph == Glyph::Newline;
      at += read.size;
      continue;
    }
    Token token;
    token.starts_line = starts_line;
    starts_line = false;
    token.span.begin = static_cast<std::uint32_t>(at);
    std::size_t size = 0; // of the folded word; longest_word + 1 when too long to be a term's word
    const auto push = [&](char c) {
      if (size < longest_word) folded[size] = c;
      if (size <= longest_word) ++size;
    };
    if (read.glyph == Glyph::Letter || (read.glyph == Glyph::Apostrophe && at + read.size < text.size() &&
                                        (text[at + read.size] == 's' || text[at + read.size] == 'S') &&
                                        !tokens.empty() && tokens.back().span.end == at)) {
      // A word: letters, then letters, digits and inner apostrophes; a final 's stands alone.
      token.is_upper = true;
      bool is_possessive = read.glyph == Glyph::Apostrophe;
      if (is_possessive) {
        push('\'');
        at += read.size;
      }
      while (at < text.size()) {
        const Read inner = read_at(text, at);
        if (inner.glyph == Glyph::Letter || inner.glyph == Glyph::Digit) {
          token.is_upper = token.is_upper && !(text[at] >= 'a' && text[at] <= 'z');
          push(lower(text[at]));
          at += inner.size;
        } else if (inner.glyph == Glyph::Apostrophe && !is_possessive && at + inner.size < text.size() &&
                   read_at(text, at + inner.size).glyph == Glyph::Letter) {
          const std::size_t after = at + inner.size;
          const bool is_final_s = (text[after] == 's' || text[after] == 'S') &&
                                  (after + 1 >= text.size() || (read_at(text, after + 1).glyph != Glyph::Letter &&
                                                                read_at(text, after + 1).glyph != Glyph::Digit));
          if (is_final_s) break;
          push('\'');
          at = after;
        } else if (inner.glyph == Glyph::Hyphen && inner.size <= 2 && size > 0 && size < longest_word) {
          // A word cut at the end of a line is whole again when the terms know the whole.
          std::size_t next = at + inner.size;
          while (next < text.size() && read_at(text, next).glyph == Glyph::Space) ++next;
          if (next >= text.size() || text[next] != '\n') break;
          while (next < text.size() &&
                 (read_at(text, next).glyph == Glyph::Space || read_at(text, next).glyph == Glyph::Newline))
            ++next;
          std::size_t end = next, whole = size;
          while (end < text.size() && text[end] >= 'a' && text[end] <= 'z' && whole < longest_word)
            folded[whole++] = text[end++];
          if (end == next || word({folded, whole}) == 0) break;
          token.is_upper = false;
          size = whole;
          at = end;
        } else {
          break;
        }
      }
    } else if (read.glyph == Glyph::Digit) {
      token.kind = TokenKind::Number;
      while (at < text.size()) {
        const bool inner_mark =
            (text[at] == '.' || text[at] == ',') && at + 1 < text.size() &&
            is_digit(static_cast<unsigned char>(text[at + 1])) &&
            (text[at] == '.' || (at + 3 < text.size() && is_digit(static_cast<unsigned char>(text[at + 2])) &&
                                 is_digit(static_cast<unsigned char>(text[at + 3]))));
        if (!is_digit(static_cast<unsigned char>(text[at])) && !inner_mark) break;
        if (text[at] != ',') push(text[at]);
        ++at;
      }
    } else {
      const Glyph next = at + read.size < text.size() ? read_at(text, at + read.size).glyph : Glyph::Mark;
      const bool joins = read.glyph == Glyph::Hyphen && !tokens.empty() && tokens.back().span.end == at &&
                         tokens.back().kind != TokenKind::Mark &&
                         (next == Glyph::Letter ||
                          (next == Glyph::Digit && tokens.back().kind == TokenKind::Word)); // "5-10" keeps its mark
      const char first = text[at];
      push(read.glyph == Glyph::Hyphen ? '-' : first);
      for (std::uint32_t k = 1; k < read.size && read.glyph != Glyph::Hyphen; ++k) push(text[at + k]);
      at += read.size;
      while (read.size == 1 && at < text.size() && text[at] == first) ++at; // a run of one mark is one mark
      if (joins && at - token.span.begin == read.size) continue;            // a hyphen inside a word is no token
      token.kind = TokenKind::Mark;
    }
    token.span.end = static_cast<std::uint32_t>(at);
    if (size <= longest_word) token.word = word({folded, size});
    tokens.push_back(token);
  }
}

void TermMatcher::find(const std::vector<Token>& tokens, std::vector<TermHit>& hits) const {
  hits.clear();
  for (std::uint32_t first = 0; first < tokens.size(); ++first) {
    std::uint32_t node = 0;
    for (std::uint32_t last = first; last < tokens.size() && tokens[last].word != 0; ++last) {
      node = child(node, tokens[last].word);
      if (node == 0) break;
      if (term_of_node_[node] != 0) hits.push_back({first, last + 1, term_of_node_[node] - 1});
    }
  }
}

} // namespace openimr::text
