// Scorer: how well a decision answers, and how well any decision of its block could at most.
#pragma once

#include "library/plan.h"

#include <functional>
#include <memory>
#include <vector>

namespace openimr::library {

class Scorer {
public:
  /// words: length of a decision. The plan must outlive it.
  Scorer(const Plan& plan, double all_decisions, double average_words);

  /// No decision from this one up to `until` scores more. Decisions are asked in order.
  double bound(std::uint32_t decision, std::uint32_t& until);
  double score(std::uint32_t decision, double words);
  /// Of one word.
  double of_frequency(std::size_t group, double frequency, double words) const;

private:
  struct Use {
    std::size_t group;
    double weight;
    std::unique_ptr<PostingsCursor> cursor;
    const DecisionList* list;
    std::size_t at;
  };
  std::vector<Use> uses_;
  std::vector<double> rarities_, frequencies_, fewest_;
  double average_words_;
};

} // namespace openimr::library
