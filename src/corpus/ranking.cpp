#include "corpus/ranking.h"

#include <cmath>

namespace openimr::corpus {

const RankingWeights& ranking_weights() {
  static const RankingWeights weights;
  return weights;
}

double rarity(double decisions_with_it, double all) {
  return std::log(1.0 + (all - decisions_with_it + 0.5) / (decisions_with_it + 0.5));
}

double word_score(const RankingWeights& weights, double rarity, double frequency, double length,
                  double average_length) {
  const double relative = average_length > 0 ? length / average_length : 1.0;
  const double saturation = weights.k1 * (1.0 - weights.b + weights.b * relative);
  return rarity * frequency * (weights.k1 + 1.0) / (frequency + saturation);
}

} // namespace openimr::corpus
