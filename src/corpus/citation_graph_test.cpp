#include "corpus/citation_graph.h"

#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

LibraryItem item(std::optional<Decision> outcome, std::vector<LibraryCitation> citations) {
  LibraryItem out;
  out.outcome = outcome;
  out.citations = std::move(citations);
  return out;
}

LibraryDecision decision() {
  const LibraryCitation topical{CitedBy::Reviewer, "", "cp", "topical analgesics", {{111, 113}}};
  const LibraryCitation opioids{CitedBy::Reviewer, "", "cp", "opioids", {{78, 78}, {111, 111}}};
  const LibraryCitation theirs{CitedBy::ClaimsAdministrator, "", "cp", "opioids", {{9, 9}}};
  LibraryDecision out;
  out.items = {item(Decision::Upheld, {topical, theirs}), item(Decision::PartiallyOverturned, {opioids, topical}),
               item(std::nullopt, {opioids}), item(Decision::Overturned, {opioids, opioids})};
  return out;
}

TEST(CitationGraph, CountsItemsOnceAndKeepsTheirOutcome) {
  CitationGraph graph(CitationGraph::By::Section);
  graph.add(decision());
  const auto nodes = graph.nodes();
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[0].place, "opioids");
  EXPECT_EQ(nodes[0].items, 2U);
  EXPECT_EQ(nodes[0].overturned, 2U);
  EXPECT_EQ(nodes[1].overturned, 1U);
  const auto edges = graph.edges(10);
  ASSERT_EQ(edges.size(), 1U);
  EXPECT_EQ(edges[0].items, 1U);
  EXPECT_TRUE(graph.edges(1).empty());
}

TEST(CitationGraph, PagesOfRangesAreSingle) {
  CitationGraph graph(CitationGraph::By::Page);
  graph.add(decision());
  const auto nodes = graph.nodes();
  ASSERT_EQ(nodes.size(), 4U); // 111, 78, 112, 113
  EXPECT_EQ(nodes[0].place, "111");
  EXPECT_EQ(nodes[0].items, 3U);
  EXPECT_EQ(nodes[1].place, "78");
  std::size_t with_111 = 0;
  for (const auto& edge : graph.edges(10)) with_111 += edge.from == 0 ? edge.items : 0;
  EXPECT_EQ(with_111, 6U); // 112 and 113 twice each, 78 twice
}

} // namespace
} // namespace openimr::corpus
