#include "desk/search_decisions.h"

#include "clinical/vocabulary.h"
#include "clinical/word_forms.h"
#include "corpus/library_words.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

namespace openimr::desk {
namespace {

using corpus::Query;

/// All words that are looked for and not kept out.
void words_in(const Query& query, std::vector<std::string>& words) {
  if (query.kind == Query::Kind::Not) return;
  if (query.kind == Query::Kind::Words) words.insert(words.end(), query.phrase.words.begin(), query.phrase.words.end());
  for (const auto& phrase : query.near) words.insert(words.end(), phrase.words.begin(), phrase.words.end());
  for (const Query& child : query.children) words_in(child, words);
}

/// Words that may be misspelt: not beginnings of words, and not fields.
void plain_words_of(Query& query, std::vector<std::string*>& words) {
  if (query.kind == Query::Kind::Words && !query.phrase.is_prefix)
    for (std::string& word : query.phrase.words) words.push_back(&word);
  for (Query& child : query.children) plain_words_of(child, words);
}

/// The query with OR between its words; fields stay as they are. Words that a great many decisions have are left out,
/// because ordering half a library by one word takes long and tells nothing. Empty when there are fewer than two words
/// to part.
Result<std::optional<Query>> with_any_word(const library::Library& library, const Query& query) {
  constexpr double common = 50'000;
  if (query.kind != Query::Kind::And) return std::optional<Query>();
  Query any, out;
  any.kind = Query::Kind::Or;
  out.kind = Query::Kind::And;
  std::size_t words = 0;
  for (const Query& child : query.children) {
    const bool is_words = child.kind == Query::Kind::Words || (child.kind == Query::Kind::Or && child.is_synonyms);
    if (!is_words) {
      out.children.push_back(child);
      continue;
    }
    ++words;
    auto count = library.count_with(child);
    if (!count) return count.error();
    if (*count < common) any.children.push_back(child);
  }
  if (words < 2 || any.children.empty()) return std::optional<Query>();
  if (any.children.size() == 1) any = Query(any.children.front());
  if (out.children.empty()) return std::optional(std::move(any));
  out.children.insert(out.children.begin(), std::move(any));
  return std::optional(std::move(out));
}

std::string whole_text(const corpus::LibraryDecision& decision) {
  std::string text;
  for (const auto& item : decision.items) text += item.text + "\n" + item.rationale + "\n";
  text += decision.summary;
  if (decision.items.empty() && decision.summary.empty()) text = decision.text;
  return text;
}

} // namespace

Result<corpus::Synonyms> load_synonyms(const std::string& packs_folder) {
  auto vocabulary = clinical::Vocabulary::load(packs_folder);
  if (!vocabulary) return vocabulary.error();
  corpus::Synonyms synonyms;
  for (const auto& drug : vocabulary->drugs()) {
    std::vector<std::string> names{drug.generic};
    if (drug.base != drug.generic && drug.route != "topical") names.push_back(drug.base);
    names.insert(names.end(), drug.brands.begin(), drug.brands.end());
    names.insert(names.end(), drug.aliases.begin(), drug.aliases.end());
    synonyms.add(names);
  }
  for (const auto& [shorter, longer] : vocabulary->word_forms().abbreviations()) {
    if (longer.size() != 1) continue; // of several meanings none can be chosen
    synonyms.add({shorter, longer.front()});
  }
  auto words = corpus::LibraryWords::load(packs_folder);
  if (!words) return words.error();
  for (const auto& same : words->data().same_words) synonyms.add(same);
  for (const auto& [id, one] : vocabulary->concepts()) {
    std::vector<std::string> names = one.terms;
    names.push_back(one.text);
    synonyms.add_concept(id, names);
  }
  return synonyms;
}

namespace {

bool is_public(const corpus::LibraryDecision& one) { return one.source != corpus::Source::Own; }

/// The query, of what everybody may see. What may be seen is named, so that a source added later is hidden at first.
Query public_part(Query query) {
  Query open;
  open.kind = Query::Kind::Or;
  for (const auto source : {corpus::Source::Letter, corpus::Source::Table, corpus::Source::Synthetic}) {
    Query one;
    one.kind = Query::Kind::Value;
    one.field = corpus::SearchField::Source;
    one.phrase.words = corpus::words_of(corpus::name(source));
    open.children.push_back(std::move(one));
  }
  if (query.kind == Query::Kind::All) return open;
  if (query.kind == Query::Kind::And) { // fields of items go on to speak of one item
    query.children.push_back(std::move(open));
    return query;
  }
  Query both;
  both.kind = Query::Kind::And;
  both.children = {std::move(query), std::move(open)};
  return both;
}

} // namespace

Result<DecisionSearcher> DecisionSearcher::open(const std::string& path, const DecisionSearcher& like) {
  auto library = library::Library::open(path, library::Access::Read);
  if (!library) return library.error();
  return DecisionSearcher(std::move(*library), like.synonyms_, like.audience_);
}

Result<DecisionSearcher> DecisionSearcher::open(const std::string& path, const Installation& installation,
                                                Audience audience) {
  auto library = library::Library::open(path, library::Access::Read);
  if (!library) return library.error();
  auto synonyms = load_synonyms(installation.packs_folder);
  if (!synonyms) return synonyms.error();
  return DecisionSearcher(std::move(*library), std::move(*synonyms), audience);
}

Result<corpus::ExpandedQuery> DecisionSearcher::understood(const DecisionSearch& asked, std::string& written) const {
  auto query = corpus::parse_query(asked.query);
  if (!query) return query.error();
  if (!asked.pattern.empty()) {
    auto pattern = corpus::parse_pattern(asked.pattern);
    if (!pattern) return pattern.error();
    if (query->kind == Query::Kind::All)
      query = std::move(pattern);
    else {
      Query both;
      both.kind = Query::Kind::And;
      for (const Query& one : {*query, *pattern})
        if (one.kind == Query::Kind::And)
          both.children.insert(both.children.end(), one.children.begin(), one.children.end());
        else
          both.children.push_back(one);
      query = std::move(both);
    }
  }
  written = corpus::to_text(*query);
  // What a concept is called is not a matter of taste, so that fields are read by the packs in any case.
  auto expanded = corpus::expand(*query, asked.with_synonyms ? synonyms_ : synonyms_.of_concepts_only());
  if (audience_ == Audience::Public) expanded.query = public_part(std::move(expanded.query));
  return expanded;
}

Result<Done> DecisionSearcher::fill(const std::set<std::string>& stems, const DecisionSearch& asked,
                                    const library::Found& found, bool has_all_words, DecisionsFound& out) const {
  for (const library::Hit& hit : found.hits) {
    auto decision = library_.find(hit.id);
    if (!decision) return decision.error();
    if (!*decision) continue;
    DecisionHit one{std::move(**decision), hit.score, {}, has_all_words};
    if (asked.with_snippets && !stems.empty()) {
      const std::string text = whole_text(one.decision);
      std::vector<corpus::StemmedWord> words;
      for (auto& word : library_.index_words(text))
        words.push_back(
            {std::move(word.stem), {static_cast<std::uint32_t>(word.begin), static_cast<std::uint32_t>(word.end)}});
      one.snippet = corpus::snippet(text, words, stems);
    }
    out.hits.push_back(std::move(one));
  }
  return Done{};
}

Result<std::string> DecisionSearcher::better_spelt(const DecisionSearch& asked) const {
  auto query = corpus::parse_query(asked.query);
  if (!query) return std::string();
  std::vector<std::string*> typed;
  plain_words_of(*query, typed);
  bool is_changed = false;
  for (std::string* word : typed) {
    auto better =
        library_.spelling(*word, [&](const auto& one) { return audience_ == Audience::House || is_public(one); });
    if (!better) return better.error();
    if (better->empty()) continue;
    *word = *better;
    is_changed = true;
  }
  return is_changed ? corpus::to_text(*query) : std::string();
}

Result<DecisionsFound> DecisionSearcher::search(const DecisionSearch& asked) const {
  DecisionsFound out;
  auto query = understood(asked, out.query);
  if (!query) return query.error();
  out.expansions = query->expansions;
  auto found = library_.search(query->query, asked.options);
  if (!found) return found.error();
  out.total = found->total;
  out.facets = found->facets;
  if (found->total == 0) {
    auto better = better_spelt(asked);
    if (!better) return better.error();
    out.did_you_mean = std::move(*better);
  }
  std::vector<std::string> words;
  words_in(query->query, words);
  std::set<std::string> stems;
  for (const std::string& word : words)
    for (auto& one : library_.index_words(word)) stems.insert(std::move(one.stem));
  if (auto done = fill(stems, asked, *found, true, out); !done) return done.error();
  // Few have all the words: those with most of them follow, and are marked.
  if (asked.options.order != library::Order::Relevance || out.total >= asked.options.first + asked.options.count)
    return out;
  auto any = with_any_word(library_, query->query);
  if (!any) return any.error();
  if (!*any) return out;
  library::SearchOptions more = asked.options;
  more.facets.clear();
  more.first = 0;
  more.count = asked.options.first + asked.options.count;
  auto some = library_.search(**any, more);
  if (!some) return some.error();
  out.with_some_words = some->total;
  std::set<std::int64_t> with_all;
  library::SearchOptions every = asked.options;
  every.facets.clear();
  every.first = 0;
  every.count = out.total;
  auto all = library_.search(query->query, every);
  if (!all) return all.error();
  for (const auto& hit : all->hits) with_all.insert(hit.id);
  std::erase_if(some->hits, [&](const auto& hit) { return with_all.contains(hit.id); });
  const std::size_t skip = asked.options.first > out.total ? asked.options.first - out.total : 0;
  some->hits.erase(some->hits.begin(),
                   some->hits.begin() + static_cast<std::ptrdiff_t>(std::min(skip, some->hits.size())));
  if (some->hits.size() > asked.options.count - out.hits.size())
    some->hits.resize(asked.options.count - out.hits.size());
  if (auto done = fill(stems, asked, *some, false, out); !done) return done.error();
  return out;
}

Result<library::Found> DecisionSearcher::count(const Query& query, const library::SearchOptions& options) const {
  return library_.search(audience_ == Audience::Public ? public_part(query) : query, options);
}

Result<std::optional<corpus::LibraryDecision>> DecisionSearcher::find(std::string_view permalink) const {
  auto found = library_.find(permalink);
  if (!found || !*found || audience_ == Audience::House) return found;
  corpus::LibraryDecision& one = **found;
  if (!is_public(one)) return std::optional<corpus::LibraryDecision>();
  if (one.standing != corpus::Standing::Retracted) return found;
  corpus::LibraryDecision stone;
  stone.permalink = one.permalink;
  stone.source = one.source;
  stone.standing = one.standing;
  stone.publication = one.publication;
  stone.retracted_on = one.retracted_on;
  stone.retraction_reason = one.retraction_reason;
  return std::optional(std::move(stone));
}

Result<Done> DecisionSearcher::each_kept(const std::function<bool(const corpus::LibraryDecision&)>& act) const {
  if (audience_ == Audience::House) return library_.each(act);
  return library_.each([&](const corpus::LibraryDecision& one) { return !is_public(one) || act(one); });
}

Result<Done> DecisionSearcher::each(const DecisionSearch& asked,
                                    const std::function<bool(const corpus::LibraryDecision&)>& act) const {
  std::string written;
  auto query = understood(asked, written);
  if (!query) return query.error();
  auto found = library_.search(query->query, asked.options);
  if (!found) return found.error();
  for (const library::Hit& hit : found->hits) {
    auto decision = library_.find(hit.id);
    if (!decision) return decision.error();
    if (*decision && !act(**decision)) break;
  }
  return Done{};
}

Result<Done> DecisionSearcher::all(const DecisionSearch& asked,
                                   const std::function<bool(const corpus::LibraryDecision&)>& act) const {
  if (asked.query.empty() && asked.pattern.empty()) return each_kept(act);
  std::string written;
  auto query = understood(asked, written);
  if (!query) return query.error();
  library::SearchOptions options;
  options.order = library::Order::Oldest;
  options.count = std::numeric_limits<std::uint32_t>::max();
  auto found = library_.search(query->query, options);
  if (!found) return found.error();
  std::ranges::sort(found->hits, {}, &library::Hit::id);
  for (const library::Hit& hit : found->hits) {
    auto decision = library_.find(hit.id);
    if (!decision) return decision.error();
    if (!*decision) continue;
    (*decision)->text.clear();
    if (!act(**decision)) break;
  }
  return Done{};
}

} // namespace openimr::desk
