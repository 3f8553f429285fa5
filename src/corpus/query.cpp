#include "corpus/query.h"

#include "text/data_file.h"
#include "text/words.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace openimr::corpus {
namespace {

constexpr std::size_t most_bytes = 2000;
constexpr int most_levels = 64;
constexpr int most_distance = 100;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

struct Token {
  enum class Kind { End, Open, Close, And, Or, Not, Near, Word, Quoted } kind = Kind::End;
  std::string text = {};
  std::size_t at = 0; ///< byte
  int distance = 0;
  bool has_colon = false; ///< of a word: it names a field
  bool has_star = false;  ///< ends in *
};

Error wrong(std::size_t at, std::string found, std::string expected, std::string remedy) {
  return {ErrorKind::Input, fmt::format("query, character {}", at + 1), std::move(found), std::move(expected),
          std::move(remedy)};
}

class Lexer {
public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> tokens() {
    std::vector<Token> all;
    std::optional<Token> signs;
    for (;;) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      auto token = next();
      if (!token) return token.error();
      // A sign that stands alone is no word: "pain & relief".
      if (token->kind == Token::Kind::Word && !token->has_colon && words_of(token->text).empty()) {
        if (!signs) signs = *token;
        continue;
      }
      all.push_back(std::move(*token));
      if (all.size() == 1 && all.back().kind == Token::Kind::End && signs)
        return wrong(signs->at, signs->text, "letters or digits", "signs alone cannot be searched for");
      if (all.back().kind == Token::Kind::End) return all;
    }
  }

private:
  Result<Token> next() {
    const std::size_t start = at_;
    if (at_ == text_.size()) return Token{Token::Kind::End, "", start};
    const char c = text_[at_];
    if (c == '(' || c == ')') {
      ++at_;
      return Token{c == '(' ? Token::Kind::Open : Token::Kind::Close, std::string(1, c), start};
    }
    if (c == '"') return quoted();
    if (c == '-' && at_ + 1 < text_.size() && !is_space(text_[at_ + 1])) {
      ++at_;
      return Token{Token::Kind::Not, "-", start};
    }
    return word();
  }

  Result<Token> quoted() {
    const std::size_t start = at_, end = text_.find('"', at_ + 1);
    if (end == std::string_view::npos)
      return wrong(start, "a quotation mark that is not closed", "a second one behind the phrase",
                   "write \"" + std::string(text_.substr(start + 1, 40)) + "\"");
    Token token{Token::Kind::Quoted, std::string(text_.substr(start + 1, end - start - 1)), start};
    at_ = end + 1;
    if (at_ < text_.size() && text_[at_] == '*') {
      token.has_star = true;
      ++at_;
    }
    return token;
  }

  Result<Token> word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '(' && text_[at_] != ')' && text_[at_] != '"') {
      ++at_;
      if (text_[at_ - 1] == ':' && is_field(text_.substr(start, at_ - 1 - start))) break;
    }
    Token token{Token::Kind::Word, std::string(text_.substr(start, at_ - start)), start};
    if (token.text.back() == ':') {
      token.has_colon = true;
      token.text.pop_back();
      return token;
    }
    if (token.text.back() == '*') {
      token.has_star = true;
      token.text.pop_back();
    }
    return reserved(std::move(token));
  }

  static bool is_field(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  }

  static Result<Token> reserved(Token token) {
    using Kind = Token::Kind;
    if (token.text == "AND") token.kind = Kind::And;
    if (token.text == "OR") token.kind = Kind::Or;
    if (token.text == "NOT") token.kind = Kind::Not;
    if (token.text != "NEAR" && !token.text.starts_with("NEAR/")) return token;
    token.kind = Kind::Near;
    token.distance = 10;
    if (token.text == "NEAR") return token;
    const char* from = token.text.data() + 5;
    const char* end = token.text.data() + token.text.size();
    const auto [stop, code] = std::from_chars(from, end, token.distance);
    if (code != std::errc() || stop != end || token.distance < 1 || token.distance > most_distance)
      return wrong(token.at, token.text, fmt::format("NEAR/ and a number from 1 to {}", most_distance),
                   "write pain NEAR/5 relief");
    return token;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class Parser {
public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  Result<Query> whole() {
    if (here().kind == Token::Kind::End) return Query{};
    auto query = any();
    if (!query) return query;
    if (here().kind != Token::Kind::End)
      return wrong(here().at, "a closing parenthesis without an opening one", "the end of the query",
                   "leave it out, or put ( where the group begins");
    return query;
  }

private:
  using Kind = Token::Kind;
  const Token& here() const { return tokens_[at_]; }

  // any := all ("OR" all)*
  Result<Query> any() {
    if (++levels_ > most_levels)
      return wrong(here().at, "parentheses nested too deep", fmt::format("at most {} levels", most_levels), "");
    auto result = list(Query::Kind::Or, [&]() -> Result<std::optional<Query>> {
      auto one = all();
      if (!one) return one.error();
      return std::optional(std::move(*one));
    });
    --levels_;
    return result;
  }

  // all := one (["AND"] one)*
  Result<Query> all() {
    return list(Query::Kind::And, [&]() -> Result<std::optional<Query>> {
      auto part = one();
      if (!part) return part.error();
      return std::optional(std::move(*part));
    });
  }

  template <class Next> Result<Query> list(Query::Kind kind, const Next& next) {
    Query group;
    group.kind = kind;
    for (;;) {
      auto part = next();
      if (!part) return part.error();
      group.children.push_back(std::move(**part));
      const Kind after = here().kind;
      if (kind == Query::Kind::Or) {
        if (after != Kind::Or) break;
        ++at_;
      } else {
        if (after == Kind::End || after == Kind::Close || after == Kind::Or) break;
        if (after == Kind::And) ++at_;
      }
    }
    if (group.children.size() == 1) return std::move(group.children.front());
    return group;
  }

  // one := "NOT" one | "(" any ")" | field ":" value | words ["NEAR/n" words]*
  Result<Query> one() {
    const Token& token = here();
    switch (token.kind) {
    case Kind::Not: {
      ++at_;
      if (++levels_ > most_levels)
        return wrong(token.at, "NOT repeated too often", fmt::format("at most {} levels", most_levels), "");
      auto inner = one();
      --levels_;
      if (!inner) return inner;
      Query query;
      query.kind = Query::Kind::Not;
      query.children.push_back(std::move(*inner));
      return query;
    }
    case Kind::Open:
      return group();
    case Kind::Word:
      return token.has_colon ? field() : words();
    case Kind::Quoted:
      return words();
    default:
      return missing(token);
    }
  }

  static Error missing(const Token& token) {
    const std::string found = token.kind == Kind::End ? "the end of the query" : token.text;
    return wrong(token.at, found, "a word, a \"phrase\", field:value or (",
                 token.kind == Kind::Close
                     ? "put something between the parentheses"
                     : "AND, OR, NOT and NEAR stand between or before words; as plain words write "
                       "them in lower case");
  }

  Result<Query> group() {
    const std::size_t start = here().at;
    ++at_;
    auto inner = any();
    if (!inner) return inner;
    if (here().kind != Kind::Close)
      return wrong(start, "a parenthesis that is not closed", ")", "close it behind the group");
    ++at_;
    return inner;
  }

  Result<Phrase> phrase() {
    const Token& token = here();
    Phrase out{words_of(token.text), token.has_star};
    if (out.words.empty())
      return wrong(token.at, token.text.empty() ? "nothing between the marks" : token.text, "letters or digits",
                   "signs alone cannot be searched for");
    if (out.is_prefix && out.words.back().size() < 2)
      return wrong(token.at, token.text + "*", "at least two letters before the *", "write more of the word");
    ++at_;
    return out;
  }

  Result<Query> words() {
    Query query;
    query.kind = Query::Kind::Words;
    query.is_exact = here().kind == Kind::Quoted;
    auto first = phrase();
    if (!first) return first.error();
    query.phrase = std::move(*first);
    while (here().kind == Kind::Near) {
      const Token& near = here();
      ++at_;
      if ((here().kind != Kind::Word && here().kind != Kind::Quoted) || here().has_colon) return missing(here());
      auto next = phrase();
      if (!next) return next.error();
      if (query.kind == Query::Kind::Words) {
        query.kind = Query::Kind::Near;
        query.is_exact = true;
        query.near.push_back(std::exchange(query.phrase, {}));
        query.distance = near.distance;
      } else if (query.distance != near.distance)
        return wrong(near.at, near.text, fmt::format("NEAR/{} as before", query.distance),
                     "put the second group in parentheses with AND");
      query.near.push_back(std::move(*next));
    }
    return query;
  }

  Result<Query> field() {
    const Token name = here();
    ++at_;
    for (const auto part : {TextPart::Item, TextPart::Rationale, TextPart::Summary})
      if (name.text == corpus::name(part)) return of_part(part, name);
    const auto known = search_field(name.text);
    if (!known && name.text != "silent") return unknown(name);
    if (here().kind == Kind::Open) return values(name, known);
    return value(name, known);
  }

  static Error unknown(const Token& name) {
    std::vector<std::string> names = {"item", "rationale", "summary", "silent"};
    for (const auto& one : search_fields()) names.emplace_back(one.name);
    const std::string near = text::nearest(name.text, names);
    return wrong(name.at, name.text + ":", "one of " + fmt::format("{}", fmt::join(names, ", ")),
                 near.empty() ? "leave out the colon to search for the word" : "did you mean " + near + ":?");
  }

  // field ":" "(" value ("OR" value)* ")"
  Result<Query> values(const Token& name, std::optional<SearchField> known) {
    const std::size_t start = here().at;
    ++at_;
    Query group;
    group.kind = Query::Kind::Or;
    for (;;) {
      auto one = value(name, known);
      if (!one) return one;
      group.children.push_back(std::move(*one));
      if (here().kind == Kind::Close) break;
      if (here().kind != Kind::Or)
        return wrong(here().kind == Kind::End ? start : here().at,
                     here().kind == Kind::End ? "a parenthesis that is not closed" : here().text, "OR or )",
                     fmt::format("write {}:(this OR that)", name.text));
      ++at_;
    }
    ++at_;
    if (group.children.size() == 1) return std::move(group.children.front());
    return group;
  }

  Result<Query> value(const Token& name, std::optional<SearchField> known) {
    if ((here().kind != Kind::Word && here().kind != Kind::Quoted) || here().has_colon)
      return wrong(here().at, here().kind == Kind::End ? "nothing behind " + name.text + ":" : here().text,
                   fmt::format("a value, as in {}:{}", name.text, known ? info(*known).example : "crps"),
                   "write the value without a space behind the colon");
    Query query;
    query.kind = known ? Query::Kind::Value : Query::Kind::Silent;
    if (known) query.field = *known;
    if (known && info(*known).shape == ValueShape::Number) return range(std::move(query));
    auto words = phrase();
    if (!words) return words.error();
    query.phrase = std::move(*words);
    return query;
  }

  Result<Query> range(Query query) {
    const Token& token = here();
    const auto number = [](std::string_view text) -> std::optional<int> {
      int out = 0;
      const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), out);
      if (text.empty() || code != std::errc() || stop != text.data() + text.size() || out < 0 || out > 999999)
        return std::nullopt;
      return out;
    };
    const auto dots = token.text.find("..");
    const auto first = number(std::string_view(token.text).substr(0, dots));
    const auto last = dots == std::string::npos ? first : number(std::string_view(token.text).substr(dots + 2));
    const char* field = info(query.field).name;
    if (!first || !last || token.has_star)
      return wrong(token.at, token.text, "a number or a range",
                   fmt::format("write {0}:{1} or {0}:2..5", field, info(query.field).example));
    if (*first > *last)
      return wrong(token.at, token.text, "a range that goes up", fmt::format("write {}:{}..{}", field, *last, *first));
    query.kind = Query::Kind::Range;
    query.first = *first;
    query.last = *last;
    ++at_;
    return query;
  }

  Result<Query> of_part(TextPart part, const Token& name) {
    if (here().kind == Kind::End || here().kind == Kind::Close || here().has_colon)
      return wrong(here().at, "nothing behind " + name.text + ":", "words", "write " + name.text + ":\"two words\"");
    auto inner = one();
    if (!inner) return inner;
    if (auto placed = place(*inner, part, name); !placed) return placed.error();
    return inner;
  }

  static Result<Done> place(Query& query, TextPart part, const Token& name) {
    switch (query.kind) {
    case Query::Kind::Words:
    case Query::Kind::Near:
      query.part = part;
      return Done{};
    case Query::Kind::And:
    case Query::Kind::Or:
    case Query::Kind::Not:
      for (Query& child : query.children)
        if (auto placed = place(child, part, name); !placed) return placed;
      return Done{};
    default:
      return wrong(name.at, name.text + ": before a field", "words only", "put the field beside the group");
    }
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int levels_ = 0;
};

std::string written(const Phrase& phrase, bool is_quoted) {
  std::string words = fmt::format("{}", fmt::join(phrase.words, " "));
  if (is_quoted || phrase.words.size() > 1 || words == "AND" || words == "OR" || words == "NOT")
    words = '"' + words + '"';
  return words + (phrase.is_prefix ? "*" : "");
}

std::string written(const Query& query, bool is_inside) {
  const std::string part = query.part == TextPart::Anywhere ? "" : std::string(name(query.part)) + ":";
  std::vector<std::string> parts;
  switch (query.kind) {
  case Query::Kind::All:
    return "";
  case Query::Kind::Words:
    // Several words without marks come of one word with signs in it: "10/325".
    if (!query.is_exact && query.phrase.words.size() > 1)
      return part + fmt::format("{}", fmt::join(query.phrase.words, "/")) + (query.phrase.is_prefix ? "*" : "");
    return part + written(query.phrase, query.is_exact);
  case Query::Kind::Near:
    for (const Phrase& one : query.near) parts.push_back(written(one, true));
    return part + fmt::format("({})", fmt::join(parts, fmt::format(" NEAR/{} ", query.distance)));
  case Query::Kind::Value:
    return std::string(info(query.field).name) + ":" + written(query.phrase, true);
  case Query::Kind::Silent:
    return "silent:" + written(query.phrase, true);
  case Query::Kind::Range:
    return fmt::format("{}:{}{}", info(query.field).name, query.first,
                       query.first == query.last ? "" : fmt::format("..{}", query.last));
  case Query::Kind::Not:
    return "NOT " + written(query.children.front(), true);
  case Query::Kind::And:
  case Query::Kind::Or:
    break;
  }
  for (const Query& child : query.children) parts.push_back(written(child, true));
  const std::string all = fmt::format("{}", fmt::join(parts, query.kind == Query::Kind::Or ? " OR " : " "));
  return is_inside ? "(" + all + ")" : all;
}

} // namespace

const char* name(TextPart part) {
  switch (part) {
  case TextPart::Item:
    return "item";
  case TextPart::Rationale:
    return "rationale";
  case TextPart::Summary:
    return "summary";
  case TextPart::Anywhere:
    break;
  }
  return "anywhere";
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool is_inside = false;
  for (char c : text) {
    if (!is_letter(c)) {
      is_inside = false;
      continue;
    }
    if (!is_inside) words.emplace_back();
    is_inside = true;
    words.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return words;
}

Result<Query> parse_query(std::string_view text) {
  if (text.size() > most_bytes)
    return wrong(most_bytes, fmt::format("{} bytes", text.size()), fmt::format("at most {}", most_bytes),
                 "ask for less at a time");
  auto tokens = Lexer(text).tokens();
  if (!tokens) return tokens.error();
  return Parser(std::move(*tokens)).whole();
}

std::string to_text(const Query& query) { return written(query, false); }

namespace {

/// A part of a pattern: the concept's words, and what is said of it.
struct Said {
  std::string words;
  enum class How { Words, Present, Absent, Silent } how = How::Words;
};

Said said(std::string_view part) {
  using How = Said::How;
  static const std::vector<std::pair<std::string_view, How>> endings = {
      {" is not documented", How::Silent}, {" not documented", How::Silent}, {" undocumented", How::Silent},
      {" not mentioned", How::Silent},     {" is absent", How::Absent},      {" absent", How::Absent},
      {" is present", How::Present},       {" present", How::Present},       {" documented", How::Present}};
  static const std::vector<std::pair<std::string_view, How>> beginnings = {{"no documentation of ", How::Silent},
                                                                           {"no mention of ", How::Silent},
                                                                           {"without ", How::Absent},
                                                                           {"no ", How::Absent},
                                                                           {"with ", How::Present}};
  const std::string words = text::one_line(text::lower(part));
  for (const auto& [ending, how] : endings)
    if (words.ends_with(ending)) return {words.substr(0, words.size() - ending.size()), how};
  for (const auto& [beginning, how] : beginnings)
    if (words.starts_with(beginning)) return {words.substr(beginning.size()), how};
  return {words, How::Words};
}

Query query_of(const Said& part) {
  Query query;
  query.phrase.words = words_of(part.words);
  switch (part.how) {
  case Said::How::Silent:
    query.kind = Query::Kind::Silent;
    return query;
  case Said::How::Present:
  case Said::How::Absent:
    query.kind = Query::Kind::Value;
    query.field = part.how == Said::How::Present ? SearchField::Present : SearchField::Absent;
    return query;
  case Said::How::Words:
    break;
  }
  // Free words: each of them, as typed into the search.
  query.kind = Query::Kind::And;
  for (const std::string& word : query.phrase.words) {
    Query one;
    one.kind = Query::Kind::Words;
    one.phrase.words = {word};
    query.children.push_back(std::move(one));
  }
  query.phrase = {};
  return query.children.size() == 1 ? query.children.front() : query;
}

} // namespace

Result<Query> parse_pattern(std::string_view text) {
  Query all;
  all.kind = Query::Kind::And;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;", at), text.size());
    const Said part = said(text.substr(at, end - at));
    if (words_of(part.words).empty())
      return Error{ErrorKind::Input, fmt::format("pattern, character {}", at + 1), "nothing",
                   "words, or a concept with present, absent or not documented",
                   "write \"topical ketamine, CRPS absent, antidepressant trial not documented\""};
    Query query = query_of(part);
    if (query.kind == Query::Kind::And)
      all.children.insert(all.children.end(), query.children.begin(), query.children.end());
    else
      all.children.push_back(std::move(query));
    at = end + 1;
  }
  return all.children.size() == 1 ? all.children.front() : all;
}

} // namespace openimr::corpus
