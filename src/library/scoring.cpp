#include "library/scoring.h"

#include "corpus/ranking.h"

#include <algorithm>

namespace openimr::library {

/// Bounds are computed from other numbers than scores, so that the last digit may come out otherwise.
static constexpr double for_rounding = 1.0 + 1e-9;

Scorer::Scorer(const Plan& plan, double all_decisions, double average_words)
    : frequencies_(plan.decisions_with.size(), 0), fewest_(plan.decisions_with.size(), 0),
      average_words_(average_words) {
  for (const double with : plan.decisions_with)
    rarities_.push_back(corpus::rarity(std::min(with, all_decisions), all_decisions));
  for (const RankedWords& one : plan.ranked)
    uses_.push_back(
        {one.group, one.weight, one.word ? std::make_unique<PostingsCursor>(*one.word) : nullptr, one.list.get(), 0});
}

double Scorer::of_frequency(std::size_t group, double frequency, double words) const {
  return corpus::word_score(corpus::ranking_weights(), rarities_[group], frequency, words, average_words_);
}

double Scorer::bound(std::uint32_t decision, std::uint32_t& until) {
  until = no_more;
  std::ranges::fill(frequencies_, 0.0);
  std::ranges::fill(fewest_, 1e9);
  for (Use& use : uses_) {
    double highest = 0, fewest = 0;
    if (use.cursor) {
      const auto* block = use.cursor->block_for(decision);
      if (block == nullptr) continue;
      until = std::min(until, block->last);
      highest = block->highest;
      fewest = block->fewest;
    } else
      highest = use.list->highest;
    frequencies_[use.group] += use.weight * highest / frequency_scale;
    fewest_[use.group] = std::min(fewest_[use.group], fewest);
  }
  double bound = 0;
  for (std::size_t g = 0; g < rarities_.size(); ++g)
    if (frequencies_[g] > 0) bound += of_frequency(g, frequencies_[g], fewest_[g]);
  return bound * for_rounding;
}

double Scorer::score(std::uint32_t decision, double words) {
  std::ranges::fill(frequencies_, 0.0);
  for (Use& use : uses_) {
    double frequency = 0;
    if (use.cursor) {
      use.cursor->seek(decision);
      if (use.cursor->decision() == decision) frequency = use.cursor->frequency();
    } else {
      const auto& all = use.list->decisions;
      use.at = static_cast<std::size_t>(
          std::lower_bound(all.begin() + static_cast<std::ptrdiff_t>(use.at), all.end(), decision) - all.begin());
      if (use.at < all.size() && all[use.at] == decision) frequency = use.list->frequencies[use.at];
    }
    frequencies_[use.group] += use.weight * frequency / frequency_scale;
  }
  double score = 0;
  for (std::size_t g = 0; g < rarities_.size(); ++g)
    if (frequencies_[g] > 0) score += of_frequency(g, frequencies_[g], words);
  return score;
}

} // namespace openimr::library
