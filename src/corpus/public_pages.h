// Public pages of published decisions: pure functions from values to HTML, without script. Everything that comes from a
// letter or a person is escaped in one place (Html in public_pages.cpp); addresses are built there too.
//
// The door mounts them under `base` ("/decisions"): base?q=… search, base/d/PERMALINK, base/topic?t=…,
// base/guideline?g=…&p=…, base/about, base/feed?q=…, base/download.csv?q=….
#pragma once

#include "corpus/library_decision.h"
#include "corpus/page_words.h"
#include "corpus/search_field.h"
#include "corpus/snippet.h"
#include "corpus/synonyms.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace openimr::corpus {

/// What all pages need.
struct PageFrame {
  PageWords words;
  std::string base = "/decisions"; ///< path, without a slash at the end
  std::string style = {};          ///< address of the style sheet; empty: it is written into the page
};

struct FoundDecision {
  LibraryDecision decision;
  Snippet snippet;
  bool has_all_words = true;
};

struct ValueCount {
  std::string value;
  std::size_t count = 0;
};

struct SearchPage {
  std::string query, order = "relevance"; ///< as asked
  std::size_t first = 0, count = 20, total = 0, with_some_words = 0;
  std::vector<Expansion> expansions = {};
  std::string did_you_mean = {}; ///< a query; empty: none
  std::vector<FoundDecision> hits = {};
  std::map<SearchField, std::vector<ValueCount>> facets = {};
  std::optional<Error> error = {}; ///< of a query that could not be understood
};

/// Overturned of all that were decided, with the interval that was computed for it.
struct PageRate {
  std::string of = {}; ///< a year, a reason
  std::size_t overturned = 0, all = 0;
  double low = 0, high = 0;
};

/// A treatment, or a page of a guideline.
struct TopicPage {
  std::string title = {};
  std::vector<std::pair<std::string, std::string>> parameters = {}; ///< of its own address: {{"t", "baclofen"}}
  std::string query = {};                                           ///< that finds its decisions
  PageRate rate = {};
  std::vector<PageRate> by_year = {};                            ///< in order of year
  std::vector<std::pair<std::string, std::size_t>> reasons = {}; ///< title -> decisions, commonest first
  std::vector<ValueCount> cited_with = {};                       ///< sections cited by the same decisions
  std::vector<FoundDecision> latest = {};
};

struct AboutPage {
  std::size_t decisions = 0;
  std::vector<ValueCount> sources = {}, years = {};
  std::vector<ValueCount> not_understood = {}; ///< field -> decisions without it
};

/// Fewer decisions than this get no share (California Health and Human Services' data de-identification guidelines:
/// cells below 11).
inline constexpr std::size_t smallest_cell = 11;

std::string render_search(const PageFrame& frame, const SearchPage& page);
std::string render_decision(const PageFrame& frame, const LibraryDecision& decision);
std::string render_topic(const PageFrame& frame, const TopicPage& page);
std::string render_guideline(const PageFrame& frame, const TopicPage& page);
std::string render_about(const PageFrame& frame, const AboutPage& page);
/// A page that says one thing. key: of packs/corpus/pages.yaml ("not_found"); more: in the words of an error, may be
/// empty.
std::string render_message(const PageFrame& frame, std::string_view key, const std::string& more = {});
/// The style sheet that pages without one of their own carry.
std::string render_style();

/// An Atom feed (RFC 4287) of a search. Times are those of the decisions, so that the same library gives the same feed.
/// site: where the pages are, with scheme and host; empty leaves addresses relative to the feed.
std::string render_atom(const PageFrame& frame, const SearchPage& page, const std::string& site);

} // namespace openimr::corpus
