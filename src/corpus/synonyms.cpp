#include "corpus/synonyms.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace openimr::corpus {
namespace {

constexpr std::size_t most_words = 6;
constexpr std::size_t most_concepts = 12; ///< more are meant by words too wide to name one

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

bool is_plain(const Query& query) {
  return query.kind == Query::Kind::Words && !query.is_exact && !query.phrase.is_prefix;
}

Query phrase_query(const std::string& words, TextPart part) {
  Query query;
  query.kind = Query::Kind::Words;
  query.is_exact = true;
  query.part = part;
  query.phrase.words = words_of(words);
  return query;
}

class Expander {
public:
  explicit Expander(const Synonyms& synonyms) : synonyms_(synonyms) {}

  Query expanded(const Query& query) {
    switch (query.kind) {
    case Query::Kind::Words: {
      std::vector<Query> one{query};
      return run(one, 0, 1).value_or(query);
    }
    case Query::Kind::And:
      return conjunction(query);
    case Query::Kind::Value:
    case Query::Kind::Silent:
      return value(query);
    case Query::Kind::Or:
    case Query::Kind::Not: {
      Query out = query;
      for (Query& child : out.children) child = expanded(child);
      return out;
    }
    default:
      return query;
    }
  }

  std::vector<Expansion> expansions_;

private:
  // The longest run of plain words that has other names is taken first: "complex regional pain syndrome".
  Query conjunction(const Query& query) {
    Query out = query;
    out.children.clear();
    for (std::size_t at = 0; at < query.children.size();) {
      std::size_t size = std::min({query.children.size() - at, synonyms_.longest(), most_words});
      std::optional<Query> found;
      for (; size > 0; --size)
        if ((found = run(query.children, at, size))) break;
      out.children.push_back(found ? std::move(*found) : expanded(query.children[at]));
      at += std::max<std::size_t>(size, 1);
    }
    return out.children.size() == 1 ? std::move(out.children.front()) : out;
  }

  /// The children from at on, when together they have other names.
  std::optional<Query> run(const std::vector<Query>& children, std::size_t at, std::size_t size) {
    std::vector<std::string> words;
    for (std::size_t k = at; k < at + size; ++k) {
      if (!is_plain(children[k]) || children[k].part != children[at].part) return std::nullopt;
      words.insert(words.end(), children[k].phrase.words.begin(), children[k].phrase.words.end());
    }
    const auto others = synonyms_.of(joined(words));
    if (others.empty()) return std::nullopt;
    Query typed = children[at];
    if (size > 1) {
      typed = {};
      typed.kind = Query::Kind::And;
      typed.children.assign(children.begin() + static_cast<std::ptrdiff_t>(at),
                            children.begin() + static_cast<std::ptrdiff_t>(at + size));
    }
    Query out;
    out.kind = Query::Kind::Or;
    out.is_synonyms = true;
    out.children.push_back(std::move(typed));
    for (const std::string& other : others) out.children.push_back(phrase_query(other, children[at].part));
    note(joined(words), others);
    return out;
  }

  Query value(const Query& query) {
    using enum SearchField;
    const bool is_concept = query.kind == Query::Kind::Silent || query.field == Present || query.field == Absent;
    if (is_concept) return with_values(query, synonyms_.concepts(query.phrase.words));
    if (query.field != Drug || query.phrase.is_prefix) return query;
    std::vector<std::string> names = synonyms_.of(joined(query.phrase.words));
    if (!names.empty()) names.insert(names.begin(), joined(query.phrase.words));
    return with_values(query, names);
  }

  /// The same with each of the values, joined as the kind of question asks for.
  Query with_values(const Query& query, const std::vector<std::string>& values) {
    if (values.empty()) return query;
    const std::string typed = joined(query.phrase.words);
    Query out;
    // Nothing may be said of any of them, or something of one.
    out.kind = query.kind == Query::Kind::Silent ? Query::Kind::And : Query::Kind::Or;
    for (const std::string& one : values) {
      Query child = query;
      child.phrase.words = words_of(one);
      out.children.push_back(std::move(child));
    }
    std::vector<std::string> others;
    for (const std::string& one : values)
      if (joined(words_of(one)) != typed) others.push_back(one);
    if (!others.empty()) note(typed, others);
    return out.children.size() == 1 ? std::move(out.children.front()) : out;
  }

  void note(std::string typed, std::vector<std::string> also) {
    Expansion one{std::move(typed), std::move(also)};
    if (std::ranges::find(expansions_, one) == expansions_.end()) expansions_.push_back(std::move(one));
  }

  const Synonyms& synonyms_;
};

} // namespace

void Synonyms::add(const std::vector<std::string>& names) {
  std::vector<std::string> folded;
  for (const std::string& name : names) {
    const auto words = words_of(name);
    const std::string one = joined(words);
    if (one.size() < 2 || words.size() > most_words) continue;
    folded.push_back(one);
    longest_ = std::max(longest_, words.size());
  }
  for (const std::string& one : folded)
    for (const std::string& other : folded)
      if (one != other) others_[one].insert(other);
}

void Synonyms::add_concept(const std::string& id, const std::vector<std::string>& names) {
  concepts_[joined(words_of(id))].insert(id);
  for (const std::string& name : names) concepts_[joined(words_of(name))].insert(id);
}

std::vector<std::string> Synonyms::of(const std::string& words) const {
  const auto found = others_.find(words);
  if (found == others_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::vector<std::string> Synonyms::concepts(const std::vector<std::string>& words) const {
  if (const auto exact = concepts_.find(joined(words)); exact != concepts_.end())
    return {exact->second.begin(), exact->second.end()};
  std::set<std::string> ids;
  for (const auto& [name, those] : concepts_) {
    const auto parts = words_of(name);
    if (std::ranges::all_of(words, [&](const auto& word) { return std::ranges::find(parts, word) != parts.end(); }))
      ids.insert(those.begin(), those.end());
  }
  if (ids.size() > most_concepts) return {};
  return {ids.begin(), ids.end()};
}

Synonyms Synonyms::of_concepts_only() const {
  Synonyms out;
  out.concepts_ = concepts_;
  return out;
}

ExpandedQuery expand(const Query& query, const Synonyms& synonyms) {
  Expander expander(synonyms);
  Query out = expander.expanded(query);
  return {std::move(out), std::move(expander.expansions_)};
}

} // namespace openimr::corpus
