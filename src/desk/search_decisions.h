// search_decisions: what a person searches for in a library of published decisions, with what the packs know of words.
#pragma once

#include "base/result.h"
#include "corpus/snippet.h"
#include "corpus/synonyms.h"
#include "desk/review_case.h"
#include "library/library.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace openimr::desk {

struct DecisionSearch {
  std::string query;   ///< in the language of corpus/query.h
  std::string pattern; ///< "topical ketamine, CRPS absent"; both may be given and must both hold
  library::SearchOptions options;
  bool with_synonyms = true;
  bool with_snippets = true;
};

struct DecisionHit {
  corpus::LibraryDecision decision;
  double score = 0;
  corpus::Snippet snippet;
  bool has_all_words = true; ///< false of those that fill the list because few have all
};

struct DecisionsFound {
  std::string query; ///< as it was understood, both parts together
  std::vector<corpus::Expansion> expansions;
  std::string did_you_mean = {};   ///< the query with words of the library for those it has not; empty: none is near
  std::size_t total = 0;           ///< decisions that match
  std::size_t with_some_words = 0; ///< decisions with some of the words, when those with all were fewer than a page
  std::vector<DecisionHit> hits;
  std::map<corpus::SearchField, std::vector<library::FacetValue>> facets;
};

/// Who searches. The public finds letters, tables and synthetic letters; our own determinations name the parties and
/// are not there for it until they come back as a letter of the publication book.
enum class Audience { House, Public };

/// One thread at a time.
class DecisionSearcher {
public:
  static Result<DecisionSearcher> open(const std::string& library, const Installation& installation,
                                       Audience audience = Audience::House);
  /// The same with the words of another: for a further thread.
  static Result<DecisionSearcher> open(const std::string& library, const DecisionSearcher& like);

  /// Error (Input) when the query is no query; it says at which character.
  Result<DecisionsFound> search(const DecisionSearch& asked) const;
  /// Only what matches, in the order of the search, one by one without snippets; false from act ends it.
  Result<Done> each(const DecisionSearch& asked, const std::function<bool(const corpus::LibraryDecision&)>& act) const;
  /// Every decision that matches, in order of import and without its text.
  Result<Done> all(const DecisionSearch& asked, const std::function<bool(const corpus::LibraryDecision&)>& act) const;
  /// Counts and facets of a query that is not written by a person.
  Result<library::Found> count(const corpus::Query& query, const library::SearchOptions& options) const;
  /// By its permalink, with its text; empty when there is none for this audience. To the public a retracted decision is
  /// its permalink and standing only.
  Result<std::optional<corpus::LibraryDecision>> find(std::string_view permalink) const;
  /// Every current decision, without its text.
  Result<Done> each_kept(const std::function<bool(const corpus::LibraryDecision&)>& act) const;
  const library::Library& library() const { return library_; }
  const corpus::Synonyms& synonyms() const { return synonyms_; }

private:
  DecisionSearcher(library::Library library, corpus::Synonyms synonyms, Audience audience)
      : library_(std::move(library)), synonyms_(std::move(synonyms)), audience_(audience) {}
  Result<corpus::ExpandedQuery> understood(const DecisionSearch& asked, std::string& written) const;
  Result<std::string> better_spelt(const DecisionSearch& asked) const;
  Result<Done> fill(const std::set<std::string>& stems, const DecisionSearch& asked, const library::Found& found,
                    bool has_all_words, DecisionsFound& out) const;

  library::Library library_;
  corpus::Synonyms synonyms_;
  Audience audience_;
};

/// Names of drugs, conditions and short forms of the packs.
Result<corpus::Synonyms> load_synonyms(const std::string& packs_folder);

} // namespace openimr::desk
