#include "desk/library_pages.h"

#include "corpus/proportion.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::desk {
namespace {

using corpus::Query;
using corpus::SearchField;

Query value(SearchField field, const std::string& words) {
  Query out;
  out.kind = Query::Kind::Value;
  out.field = field;
  out.phrase.words = corpus::words_of(words);
  return out;
}

Query all_of(std::vector<Query> parts) {
  Query out;
  out.kind = Query::Kind::And;
  out.children = std::move(parts);
  return out;
}

Query decided() {
  Query out;
  out.kind = Query::Kind::Or;
  for (const char* one : {"upheld", "overturned", "partially_overturned"})
    out.children.push_back(value(SearchField::Outcome, one));
  return out;
}

void put_interval(corpus::PageRate& rate) {
  if (rate.all == 0) return;
  const corpus::Interval interval =
      corpus::wilson(static_cast<std::size_t>(rate.overturned), static_cast<std::size_t>(rate.all));
  rate.low = interval.low;
  rate.high = interval.high;
}

/// Counts decisions in which an item of the topic has what is asked: fields of items speak of one item.
class TopicCounts {
public:
  TopicCounts(const DecisionSearcher& searcher, std::vector<Query> topic)
      : searcher_(searcher), topic_(std::move(topic)) {}

  Result<library::Found> found(std::vector<Query> more, std::vector<SearchField> facets = {}) const {
    std::vector<Query> parts = topic_;
    for (Query& one : more) parts.push_back(std::move(one));
    library::SearchOptions options;
    options.count = 0;
    options.facets = std::move(facets);
    options.facet_values = 60;
    return searcher_.count(all_of(std::move(parts)), options);
  }

  Result<Done> put_rates(corpus::TopicPage& page) const {
    auto all = found({decided()}, {SearchField::Year});
    if (!all) return all.error();
    // In part overturned is overturned: the worker got something that was denied.
    Query overturned;
    overturned.kind = Query::Kind::Or;
    for (const char* one : {"overturned", "partially_overturned"})
      overturned.children.push_back(value(SearchField::Outcome, one));
    auto won = found({overturned}, {SearchField::Year});
    if (!won) return won.error();
    page.rate = {"", won->total, all->total, 0, 0};
    put_interval(page.rate);
    for (const auto& year : all->facets.at(SearchField::Year)) {
      corpus::PageRate rate{year.value, 0, year.count, 0, 0};
      for (const auto& one : won->facets.at(SearchField::Year))
        if (one.value == year.value) rate.overturned = one.count;
      put_interval(rate);
      page.by_year.push_back(std::move(rate));
    }
    std::ranges::sort(page.by_year, {}, &corpus::PageRate::of);
    return Done{};
  }

  Result<Done> put_reasons(corpus::TopicPage& page, const corpus::LibraryWords& words) const {
    for (const auto& reason : words.data().reasons) {
      auto some = found({value(SearchField::Reason, reason.id)});
      if (!some) return some.error();
      if (some->total > 0) page.reasons.emplace_back(reason.title, some->total);
    }
    std::ranges::stable_sort(page.reasons, [](const auto& a, const auto& b) { return a.second > b.second; });
    return Done{};
  }

  Result<Done> put_sections(corpus::TopicPage& page, const std::string& not_this) const {
    auto cited = found({}, {SearchField::Section});
    if (!cited) return cited.error();
    for (const auto& one : cited->facets.at(SearchField::Section))
      if (one.value != not_this && page.cited_with.size() < 15) page.cited_with.push_back({one.value, one.count});
    return Done{};
  }

private:
  const DecisionSearcher& searcher_;
  std::vector<Query> topic_;
};

std::vector<corpus::FoundDecision> shown(std::vector<DecisionHit> hits) {
  std::vector<corpus::FoundDecision> out;
  for (DecisionHit& hit : hits) out.push_back({std::move(hit.decision), std::move(hit.snippet), hit.has_all_words});
  return out;
}

Result<Done> put_latest(const DecisionSearcher& searcher, corpus::TopicPage& page) {
  DecisionSearch asked;
  asked.query = page.query;
  asked.options.order = library::Order::Newest;
  asked.options.count = 10;
  asked.with_snippets = false;
  auto found = searcher.search(asked);
  if (!found) return found.error();
  page.latest = shown(std::move(found->hits));
  return Done{};
}

Result<corpus::TopicPage> filled(const DecisionSearcher& searcher, const corpus::LibraryWords& words,
                                 corpus::TopicPage page, std::vector<Query> topic) {
  const TopicCounts counts(searcher, std::move(topic));
  if (auto done = counts.put_rates(page); !done) return done.error();
  if (auto done = counts.put_reasons(page, words); !done) return done.error();
  if (auto done = counts.put_sections(page, ""); !done) return done.error();
  if (auto done = put_latest(searcher, page); !done) return done.error();
  return page;
}

std::string without_quotes(std::string words) {
  std::erase(words, '"');
  return words;
}

} // namespace

corpus::SearchPage search_page(const DecisionSearcher& searcher, const DecisionSearch& asked) {
  corpus::SearchPage page;
  page.query = asked.query;
  page.order = asked.options.order == library::Order::Newest   ? "newest"
               : asked.options.order == library::Order::Oldest ? "oldest"
                                                               : "relevance";
  page.first = asked.options.first;
  page.count = asked.options.count;
  auto found = searcher.search(asked);
  if (!found) {
    page.error = found.error();
    return page;
  }
  page.total = found->total;
  page.with_some_words = found->with_some_words;
  page.expansions = std::move(found->expansions);
  page.did_you_mean = std::move(found->did_you_mean);
  for (const auto& [field, values] : found->facets)
    for (const auto& one : values) page.facets[field].push_back({one.value, one.count});
  page.hits = shown(std::move(found->hits));
  return page;
}

Result<corpus::TopicPage> topic_page(const DecisionSearcher& searcher, const corpus::LibraryWords& words,
                                     const std::string& treatment) {
  if (corpus::words_of(treatment).empty())
    return Error{ErrorKind::Input, "topic", "no treatment", "one, as in \"physical therapy\"", "name it"};
  corpus::TopicPage page;
  page.title = treatment;
  page.parameters = {{"t", treatment}};
  page.query = "treatment:\"" + without_quotes(treatment) + "\"";
  return filled(searcher, words, std::move(page), {value(SearchField::Treatment, treatment)});
}

Result<corpus::TopicPage> guideline_page(const DecisionSearcher& searcher, const corpus::LibraryWords& words,
                                         const std::string& guideline, int number) {
  const auto& known = words.data().guidelines;
  const auto named = std::ranges::find(known, guideline, &corpus::GuidelineName::id);
  if (named == known.end()) {
    std::vector<std::string> ids;
    for (const auto& one : known) ids.push_back(one.id);
    return Error{ErrorKind::NotFound, "guideline", guideline, "an id of packs/corpus/library.yaml",
                 fmt::format("one of {}", fmt::join(ids, ", "))};
  }
  corpus::TopicPage page;
  page.title = named->title;
  page.parameters = {{"g", guideline}};
  page.query = "guideline:\"" + guideline + "\"";
  std::vector<Query> topic{value(SearchField::Guideline, guideline)};
  if (number > 0) {
    page.title += fmt::format(", {} {}", "p.", number);
    page.parameters.emplace_back("p", fmt::format("{}", number));
    page.query += fmt::format(" page:{}", number);
    // The page of this guideline, not of another that the same item cites.
    topic = {value(SearchField::Page, fmt::format("{} {}", guideline, number))};
  }
  return filled(searcher, words, std::move(page), std::move(topic));
}

Result<corpus::AboutPage> about_page(const DecisionSearcher& searcher) {
  corpus::AboutPage page;
  library::SearchOptions options;
  options.count = 0;
  options.facets = {SearchField::Layout, SearchField::Year};
  options.facet_values = 100;
  auto found = searcher.count(corpus::Query{}, options);
  if (!found) return found.error();
  page.decisions = found->total;
  for (const auto& one : found->facets[SearchField::Layout]) page.sources.push_back({one.value, one.count});
  for (const auto& one : found->facets[SearchField::Year]) page.years.push_back({one.value, one.count});
  std::ranges::sort(page.years, {}, &corpus::ValueCount::value);
  std::map<std::string, std::size_t> missing;
  auto done = searcher.each_kept([&](const corpus::LibraryDecision& one) {
    for (const std::string& field : one.not_understood) ++missing[field];
    return true;
  });
  if (!done) return done.error();
  for (const auto& [field, count] : missing) page.not_understood.push_back({field, count});
  return page;
}

} // namespace openimr::desk
