#include "corpus/citation_graph.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::corpus {
namespace {

constexpr int most_pages_of_a_range = 60; ///< a longer one cites a whole chapter

bool comes_first(const CitationNode& a, const CitationNode& b) {
  if (a.items != b.items) return a.items > b.items;
  if (a.guideline != b.guideline) return a.guideline < b.guideline;
  // Pages by their number, not by their letters.
  return a.place.size() != b.place.size() ? a.place.size() < b.place.size() : a.place < b.place;
}

} // namespace

void CitationGraph::add(const LibraryDecision& decision) {
  for (const LibraryItem& item : decision.items) {
    if (!item.outcome) continue;
    std::set<Key> cited;
    for (const LibraryCitation& one : item.citations) {
      if (one.by != CitedBy::Reviewer) continue;
      if (by_ == By::Section) {
        if (!one.guideline.empty() || !one.section.empty()) cited.emplace(one.guideline, one.section);
        continue;
      }
      for (const PageRange& range : one.pages)
        if (range.last - range.first < most_pages_of_a_range)
          for (int page = range.first; page <= range.last; ++page)
            cited.emplace(one.guideline, fmt::format("{}", page));
    }
    for (auto a = cited.begin(); a != cited.end(); ++a) {
      Count& count = counts_[*a];
      ++count.items;
      count.overturned += *item.outcome != Decision::Upheld;
      for (auto b = std::next(a); b != cited.end(); ++b) ++together_[{*a, *b}];
    }
  }
}

std::vector<CitationNode> CitationGraph::nodes() const {
  std::vector<CitationNode> out;
  for (const auto& [key, count] : counts_) out.push_back({key.first, key.second, count.items, count.overturned});
  std::ranges::sort(out, comes_first);
  return out;
}

std::vector<CitationEdge> CitationGraph::edges(std::size_t most_nodes) const {
  const auto all = nodes();
  std::map<Key, std::size_t> places;
  for (std::size_t k = 0; k < std::min(most_nodes, all.size()); ++k) places[{all[k].guideline, all[k].place}] = k;
  std::vector<CitationEdge> out;
  for (const auto& [pair, items] : together_) {
    const auto a = places.find(pair.first), b = places.find(pair.second);
    if (a != places.end() && b != places.end())
      out.push_back({std::min(a->second, b->second), std::max(a->second, b->second), items});
  }
  std::ranges::sort(out, [](const CitationEdge& a, const CitationEdge& b) {
    if (a.items != b.items) return a.items > b.items;
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  });
  return out;
}

} // namespace openimr::corpus
