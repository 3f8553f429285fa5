// Library: published decisions in one SQLite file, with a full-text index that is ranked by our own BM25.
//
//   auto library = library::Library::open("decisions.library", library::Access::Read);
//   if (!library) return library.error();
//   auto found = library->search(*corpus::parse_query("ketamine outcome:overturned"), {});
//   library->each([&](const corpus::LibraryDecision& decision) { …; return true; });      // for statistics
//
// Only this room knows how it is kept (docs/decisions/library-search.md). One thread at a time; open one for each.
#pragma once

#include "base/result.h"
#include "corpus/library_decision.h"
#include "corpus/query.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::library {

enum class Access { Read, Write };

enum class Order {
  Relevance,
  Newest, ///< day of decision, or year where only that is known; then the order of import
  Oldest,
};

struct SearchOptions {
  Order order = Order::Relevance;
  std::size_t first = 0;  ///< hits left out before the first
  std::size_t count = 20; ///< hits wanted
  std::vector<corpus::SearchField> facets = {};
  std::size_t facet_values = 10; ///< the commonest of each
};

struct Hit {
  std::int64_t id = 0;
  double score = 0; ///< 0 when not ordered by relevance
};

struct FacetValue {
  std::string value;
  std::size_t count = 0; ///< decisions
};

struct Found {
  std::size_t total = 0;
  std::vector<Hit> hits;
  std::map<corpus::SearchField, std::vector<FacetValue>> facets; ///< commonest first, then by name
};

/// Why a decision is not to be found any more.
struct Withdrawal {
  corpus::Standing standing = corpus::Standing::Retracted; ///< or Superseded
  std::string superseded_by = {};                          ///< permalink
  std::optional<Date> on = {};
  std::string reason = {};
};

/// A decision that came from a publication book.
struct PublishedVersion {
  std::string publication, permalink; ///< "3f9a0c41b27d/v2"
  corpus::Standing standing = corpus::Standing::Current;
};

/// A decision on its way into the library; what takes time is done before, by any thread (prepare).
struct Prepared {
  corpus::LibraryDecision decision;
  std::string content;        ///< SHA-256 of the bytes it was read from, hexadecimal
  std::string record, letter; ///< as stored
  std::string terms;          ///< words of what is indexed, with their places
  std::size_t words = 0;      ///< of what is indexed
};

/// Computes what is stored. Pure.
Prepared prepare(corpus::LibraryDecision decision, std::string content);

enum class Added {
  New,
  Same,       ///< the same bytes are in the library already
  Correction, ///< another text of the same case and day: the older one is superseded and kept
};

/// A word of a decision's text as the index sees it.
struct IndexedWord {
  std::string stem;
  std::size_t begin = 0, end = 0; ///< bytes
};

class Library {
public:
  /// Access::Write makes a library that is missing. Error when the file is no library, of a newer version, or damaged.
  static Result<Library> open(const std::string& path, Access access);
  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  /// Decisions that a search can find; with all, also those superseded or retracted.
  Result<std::size_t> size() const;

  /// Every current decision in order of import, without its text; false from act ends it. Not inside of itself.
  Result<Done> each(const std::function<bool(const corpus::LibraryDecision&)>& act) const;
  Result<std::optional<corpus::LibraryDecision>> find(std::int64_t id) const; ///< with its text
  /// Also superseded ones: a permalink holds for good. That of a publication book is taken too: "3f9a0c41b27d/v2", or
  /// "3f9a0c41b27d" for the version that is shown now, else the last.
  Result<std::optional<corpus::LibraryDecision>> find(std::string_view permalink) const;
  /// All versions of the decisions of a case number, in order of import.
  Result<std::vector<corpus::LibraryDecision>> of_case(std::string_view case_number) const;

  Result<Found> search(const corpus::Query& query, const SearchOptions& options) const;
  /// About how many decisions have it; exact where few have.
  Result<double> count_with(const corpus::Query& query) const;
  /// The word of the library that was most likely meant, as a decision that may be shown writes it: at most two letters
  /// away (one in short words), of those nearest the commonest. Empty when the word is there, or none is near.
  Result<std::string> spelling(std::string_view word,
                               const std::function<bool(const corpus::LibraryDecision&)>& may_be_shown) const;
  /// The words of a text as the index has them, for marking.
  std::vector<IndexedWord> index_words(std::string_view text) const;
  /// Labels of a field in the library, with how many decisions each could be on, in order of name.
  std::vector<std::string> values(corpus::SearchField field) const;

  /// True for each content that is there, so that it need not be read again.
  Result<bool> has_content(std::string_view content) const;
  /// Adds all in one transaction, in this order. Error: none was added.
  Result<std::vector<Added>> add(std::vector<Prepared> decisions);
  /// Merges the parts of the index; searches are faster after it.
  Result<Done> optimise();
  /// Takes a decision out of the search; its permalink says so. Of a retracted one the text and all that was read from
  /// it are taken away; the index keeps its words until the library is made anew, and no search shows them.
  Result<Done> withdraw(std::string_view permalink, const Withdrawal& why);
  /// What came from publication books, in order.
  Result<std::vector<PublishedVersion>> published() const;

  struct Parts; ///< for the files of this room (library_parts.h)

private:
  Result<std::optional<corpus::LibraryDecision>> find_published(std::string_view publication) const;
  explicit Library(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

} // namespace openimr::library
