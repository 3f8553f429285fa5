#include "corpus/identifier_text.h"

#include <algorithm>
#include <array>

namespace openimr::corpus {
namespace {

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Bytes of the apostrophe at a place: 1 for ', 3 for the typographic ones, else 0.
std::size_t apostrophe_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '\'') return 1;
  return text.substr(at, 3) == "\xE2\x80\x99" || text.substr(at, 3) == "\xE2\x80\x98" ? 3 : 0;
}

/// Bytes of the letter at a place, 0 when there is none: ASCII, or U+00C0 to U+024F but × and ÷.
std::size_t letter_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (is_ascii_letter(text[at])) return 1;
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0xC3 || lead > 0xC9 || at + 1 >= text.size()) return 0;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  if (next < 0x80 || next > 0xBF || (lead == 0xC3 && (next == 0x97 || next == 0xB7))) return 0;
  return 2;
}

bool is_capital_at(std::string_view text, std::size_t at) {
  if (text[at] >= 'A' && text[at] <= 'Z') return true;
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0xC3) return false;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  if (lead == 0xC3) return next < 0x9F;
  return next % 2 == 0; // Latin Extended: capitals and small letters take turns
}

/// U+00C0 to U+00FF without their accents.
char plain_letter(unsigned char next) {
  static constexpr std::string_view plain = "aaaaaaaceeeeiiiidnooooo.ouuuuyts"
                                            "aaaaaaaceeeeiiiidnooooo.ouuuuyty";
  return plain[next - 0x80];
}

std::size_t character_size(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(size, text.size() - at);
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (const std::size_t size = letter_at(text, at)) {
    at += size;
    const std::size_t apostrophe = apostrophe_at(text, at);
    if (apostrophe == 0 || letter_at(text, at + apostrophe) == 0) continue;
    const std::size_t behind = at + apostrophe + letter_at(text, at + apostrophe);
    if (letter_at(text, behind) == 0) break; // 's, 't: a word of its own
    at += apostrophe;
  }
  return at;
}

struct Between {
  int lines = 0;
  bool is_gap = false, is_any = false;
};

Between skip_space(std::string_view text, std::size_t& at) {
  Between between;
  int spaces = 0;
  for (; at < text.size() && (static_cast<unsigned char>(text[at]) <= ' ' || text.substr(at, 2) == "\xC2\xA0");
       at += text[at] == '\xC2' ? 2 : 1) {
    between.is_any = true;
    between.lines += text[at] == '\n' || text[at] == '\f';
    between.is_gap |= text[at] == '\t' || text[at] == '\f';
    spaces = text[at] == '\n' ? 0 : spaces + 1;
    between.is_gap |= between.lines == 0 && spaces >= 2;
  }
  between.is_gap |= between.lines > 1;
  return between;
}

void mark_capital_lines(std::vector<NameToken>& tokens) {
  for (std::size_t first = 0; first < tokens.size();) {
    std::size_t last = first + 1;
    while (last < tokens.size() && !tokens[last].after_line) ++last;
    bool has_small = false;
    for (std::size_t i = first; i < last; ++i)
      has_small |=
          tokens[i].kind == NameToken::Kind::Word && !tokens[i].is_upper && tokens[i].end - tokens[i].begin > 1;
    for (std::size_t i = first; i < last; ++i) tokens[i].in_capitals = !has_small;
    first = last;
  }
}

} // namespace

std::string fold_name(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t apostrophe = apostrophe_at(text, at)) {
      at += apostrophe;
    } else if (letter_at(text, at) == 2) {
      const auto lead = static_cast<unsigned char>(text[at]);
      const auto next = static_cast<unsigned char>(text[at + 1]);
      if (lead == 0xC3)
        out += plain_letter(next);
      else
        out += text.substr(at, 2);
      at += 2;
    } else {
      const char c = text[at++];
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  return out;
}

std::string fold_scanned(std::string_view text) {
  const std::string plain = fold_name(text);
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    if (c == 'r' && i + 1 < plain.size() && plain[i + 1] == 'n') {
      out += 'm';
      ++i;
    } else {
      out += c == '0' ? 'o' : c == '1' || c == 'l' || c == '|' ? 'i' : c == '5' ? 's' : c == '8' ? 'b' : c;
    }
  }
  return out;
}

std::vector<NameToken> name_tokens(std::string_view text) {
  std::vector<NameToken> tokens;
  for (std::size_t at = 0;;) {
    const Between between = skip_space(text, at);
    if (at >= text.size()) break;
    NameToken token;
    token.begin = at;
    token.is_glued = !between.is_any && !tokens.empty();
    token.after_line = between.lines > 0 || tokens.empty();
    token.after_gap = between.is_gap || tokens.empty();
    if (letter_at(text, at) != 0) {
      token.kind = NameToken::Kind::Word;
      token.end = end_of_word(text, at);
      token.is_capital = is_capital_at(text, at);
      token.is_upper = token.is_capital;
      for (std::size_t i = at; i < token.end; i += character_size(text, i))
        if (letter_at(text, i) != 0 && !is_capital_at(text, i)) token.is_upper = false;
    } else if (is_digit(text[at])) {
      token.kind = NameToken::Kind::Number;
      token.end = at;
      while (token.end < text.size() && is_digit(text[token.end])) ++token.end;
    } else {
      token.end = at + character_size(text, at);
    }
    const std::string_view words = text.substr(at, token.end - at);
    token.folded = token.kind == NameToken::Kind::Word ? fold_name(words) : std::string(words);
    if (apostrophe_at(text, at) != 0) token.folded = "'";
    at = token.end;
    tokens.push_back(std::move(token));
  }
  mark_capital_lines(tokens);
  return tokens;
}

int spelling_distance(std::string_view a, std::string_view b, int limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > static_cast<std::size_t>(limit) || b.size() > 63) return limit + 1;
  std::array<std::array<int, 64>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& before = rows[(i + 2) % 3];
    const auto& older = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], older[j - 2] + 1);
    }
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

} // namespace openimr::corpus
