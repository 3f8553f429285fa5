// The citation graph: which guideline sections or pages reviewers cite, with what outcome, and which of them together.
//
//   CitationGraph graph(CitationGraph::By::Page);
//   library.each([&](const LibraryDecision& one) { graph.add(one); return true; });
//   graph.nodes();                     // {"mtus-chronic-pain", "111", 4210 items, 310 overturned}, …
#pragma once

#include "corpus/library_decision.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace openimr::corpus {

/// A section or page with the items that cite it.
struct CitationNode {
  std::string guideline = {}; ///< id, or empty when unknown
  std::string place = {};     ///< section, or number of the page
  std::size_t items = 0,
              overturned = 0; ///< in part overturned counts as overturned; items without outcome are left out
};

/// Two places that the same item cites.
struct CitationEdge {
  std::size_t from = 0, to = 0; ///< places in nodes()
  std::size_t items = 0;
};

class CitationGraph {
public:
  enum class By { Section, Page };
  explicit CitationGraph(By by) : by_(by) {}

  /// Counts the items of a decision that have an outcome and a citation of the reviewer.
  void add(const LibraryDecision& decision);

  /// Most cited first, then by name.
  std::vector<CitationNode> nodes() const;
  /// Between the first so many nodes; those of most items first, then by place.
  std::vector<CitationEdge> edges(std::size_t most_nodes) const;

private:
  using Key = std::pair<std::string, std::string>; ///< guideline, place
  struct Count {
    std::size_t items = 0, overturned = 0;
  };
  By by_;
  std::map<Key, Count> counts_;
  std::map<std::pair<Key, Key>, std::size_t> together_; ///< the smaller key first
};

} // namespace openimr::corpus
