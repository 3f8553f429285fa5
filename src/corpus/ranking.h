// How well a decision answers a query: BM25 over parts of the letter that weigh differently (Robertson and Zaragoza,
// "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with weighted term frequencies as in their BM25F).
#pragma once

#include <array>
#include <cstddef>

namespace openimr::corpus {

/// Columns of the index, in its order.
enum class IndexedPart { Head, Items, Rationale, Summary, Rest };
inline constexpr std::size_t indexed_part_count = 5;

struct RankingWeights {
  double k1 = 1.2;
  double b = 0.5;
  std::array<double, indexed_part_count> part = {0.5, 2.0, 1.0, 1.0, 1.0};
  double synonym = 0.7; ///< of a word that was not typed itself
};

/// The weights in use; benchmarks/library.py says how they came about.
const RankingWeights& ranking_weights();

/// How much a word that occurs in so many of all decisions tells; never negative.
double rarity(double decisions_with_it, double all);

/// What one word adds: frequency is its weighted count in the decision.
double word_score(const RankingWeights& weights, double rarity, double frequency, double length, double average_length);

} // namespace openimr::corpus
