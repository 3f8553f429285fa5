// Clinical patterns: what must be present, absent or unsaid, between commas.
#include "corpus/query.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
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
