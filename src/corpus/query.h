// Query: what a person types into the search of published decisions, as a tree.
//
//   auto query = parse_query("ketamine drug:\"morphine\" NOT (outcome:upheld OR opioid*) pain NEAR/5 relief");
//   if (!query) …                                   // "query, character 9: found …, expected …; …"
//
// The language is described in docs/reference/query_language.md. What is typed never reaches the database as it is: the
// tree is all that the library sees.
#pragma once

#include "base/result.h"
#include "corpus/search_field.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// Parts of a decision that words may be looked for in.
enum class TextPart { Anywhere, Item, Rationale, Summary };
/// anywhere | item | rationale | summary
const char* name(TextPart part);

/// One word, or several that follow each other.
struct Phrase {
  std::vector<std::string> words = {}; ///< lower case, at least one
  bool is_prefix = false;              ///< the last is the beginning of a word
  bool operator==(const Phrase&) const = default;
};

struct Query {
  enum class Kind {
    All,    ///< every decision: an empty query
    Words,  ///< the phrase
    Near,   ///< the phrases, in any order, at most `distance` words between
    Value,  ///< a field that has all the words of the phrase
    Range,  ///< a number field from first to last
    Silent, ///< a clinical concept of which nothing is said, present or absent; the phrase names it
    And,
    Or,
    Not, ///< one child
  };
  Kind kind = Kind::All;
  TextPart part = TextPart::Anywhere;
  Phrase phrase = {};
  bool is_exact = false;    ///< written in quotation marks: without other words for the same
  bool is_synonyms = false; ///< of Or: what was typed, then other words for the same (synonyms.h)
  std::vector<Phrase> near = {};
  int distance = 0;
  SearchField field = SearchField::Outcome;
  int first = 0, last = 0;
  std::vector<Query> children = {};
  bool operator==(const Query&) const = default;
};

/// Error (Input) says at which character (from 1) what was found and what was expected. At most 2,000 bytes and 64
/// levels of parentheses are taken.
Result<Query> parse_query(std::string_view text);

/// The same query as text: parse_query(to_text(query)) gives the query again.
std::string to_text(const Query& query);

/// "topical ketamine, CRPS absent, antidepressant trial not documented" as a query: parts between commas, each one
/// words, or a concept followed by present, absent (not …), or not documented.
Result<Query> parse_pattern(std::string_view text);

/// The words of a text as the index sees them: lower case, letters and digits, everything else parts them.
std::vector<std::string> words_of(std::string_view text);

} // namespace openimr::corpus
