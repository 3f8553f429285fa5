// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/hidden_words.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace openimr::worker {
namespace {

constexpr std::size_t saved_limit = 256, operands_limit = 64;

bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
bool is_delimiter(char c) { return std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }

/// Cuts a content stream into what matters: words (operators, numbers), names and the sizes of strings.
class Tokens {
public:
  explicit Tokens(std::string_view rest) : rest_(rest) {}

  enum class Kind { End, Word, Name, String };
  Kind next() {
    skip_white();
    if (rest_.empty()) return Kind::End;
    switch (rest_[0]) {
    case '(':
      skip_string();
      return Kind::String;
    case '<':
      if (rest_.size() > 1 && rest_[1] == '<') return punctuation(2);
      skip_hexadecimal();
      return Kind::String;
    case '>':
      return punctuation(rest_.size() > 1 && rest_[1] == '>' ? 2 : 1);
    case '/':
      word = take(1);
      return Kind::Name;
    case '[':
    case ']':
    case '{':
    case '}':
    case ')':
      return punctuation(1);
    default:
      word = take(0);
      return Kind::Word;
    }
  }

  /// Past the bytes of an inline image, which begin after ID.
  void skip_inline_image() {
    for (std::size_t at = rest_.find("EI"); at != std::string_view::npos; at = rest_.find("EI", at + 1)) {
      const bool is_alone = at > 0 && is_white(rest_[at - 1]) && (at + 2 >= rest_.size() || is_white(rest_[at + 2]));
      if (!is_alone) continue;
      rest_.remove_prefix(at + 2);
      return;
    }
    rest_ = {};
  }

  std::string_view word;
  std::size_t string_bytes = 0;

private:
  /// Brackets mean nothing here: an empty word.
  Kind punctuation(std::size_t length) {
    rest_.remove_prefix(length);
    word = {};
    return Kind::Word;
  }
  std::string_view take(std::size_t skip) {
    std::size_t end = skip;
    while (end < rest_.size() && !is_white(rest_[end]) && !is_delimiter(rest_[end])) ++end;
    const std::string_view taken = rest_.substr(skip, end - skip);
    rest_.remove_prefix(end == 0 ? 1 : end);
    return taken;
  }
  void skip_white() {
    while (!rest_.empty() && (is_white(rest_[0]) || rest_[0] == '%')) {
      if (rest_[0] == '%')
        rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
      else
        rest_.remove_prefix(1);
    }
  }
  void skip_string() {
    int depth = 0;
    std::size_t at = 0;
    for (; at < rest_.size(); ++at) {
      if (rest_[at] == '\\')
        ++at;
      else if (rest_[at] == '(')
        ++depth;
      else if (rest_[at] == ')' && --depth == 0)
        break;
    }
    string_bytes = at > 0 ? at - 1 : 0;
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
  }
  void skip_hexadecimal() {
    const std::size_t end = std::min(rest_.find('>'), rest_.size());
    string_bytes = end / 2;
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
  }

  std::string_view rest_;
};

bool is_number(std::string_view word, double& value) {
  if (word.empty() || word.size() > 30 || word.find_first_not_of("0123456789+-.") != std::string_view::npos)
    return false;
  const std::string copy(word);
  char* end = nullptr;
  value = std::strtod(copy.c_str(), &end);
  return end == copy.c_str() + copy.size();
}

} // namespace

Matrix product(const Matrix& one, const Matrix& other) {
  return {one[0] * other[0] + one[1] * other[2],
          one[0] * other[1] + one[1] * other[3],
          one[2] * other[0] + one[3] * other[2],
          one[2] * other[1] + one[3] * other[3],
          one[4] * other[0] + one[5] * other[2] + other[4],
          one[4] * other[1] + one[5] * other[3] + other[5]};
}

void ContentWalk::act(std::string_view word) {
  const std::size_t count = numbers_.size();
  if (word == "q") {
    if (saved_.size() < saved_limit) saved_.push_back(state_);
  } else if (word == "Q") {
    if (!saved_.empty()) {
      state_ = saved_.back();
      saved_.pop_back();
    }
  } else if (word == "cm" && count >= 6) {
    Matrix matrix;
    for (std::size_t i = 0; i < 6; ++i) matrix[i] = numbers_[count - 6 + i];
    state_.matrix = product(matrix, state_.matrix);
  } else if (word == "Tr" && count >= 1) {
    state_.mode = numbers_.back() == 3 ? 3 : numbers_.back() == 7 ? 7 : 0; // others paint; a number may be any size
  } else if (word == "Tj" || word == "TJ" || word == "'" || word == "\"") {
    (state_.mode == 3 || state_.mode == 7 ? drawing_.unseen : drawing_.seen) += shown_;
  } else if (word == "Do") {
    on_object_(name_, state_.matrix, state_.mode);
  }
}

void ContentWalk::walk(std::string_view content, const Matrix& start, int mode) {
  state_ = {start, mode};
  Tokens tokens(content);
  for (Tokens::Kind kind = tokens.next(); kind != Tokens::Kind::End; kind = tokens.next()) {
    if (kind == Tokens::Kind::Name) {
      name_ = tokens.word;
    } else if (kind == Tokens::Kind::String) {
      shown_ += tokens.string_bytes;
    } else if (double value = 0; is_number(tokens.word, value)) {
      if (numbers_.size() >= operands_limit) numbers_.erase(numbers_.begin());
      numbers_.push_back(value);
    } else if (tokens.word == "ID") {
      tokens.skip_inline_image();
    } else if (!tokens.word.empty()) {
      act(tokens.word);
      numbers_.clear();
      shown_ = 0;
    }
  }
}

} // namespace openimr::worker
