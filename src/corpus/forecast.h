// Forecast: how often items like this one were overturned, with an interval and the reasons; silent where too little is
// known. It is never shown to a reviewer before the signature: nothing of a review calls it.
//
// A Beta posterior (Gelman et al., Bayesian Data Analysis, section 2.4) of the nearest decided items, each weighing
// what it is alike, with the rate of its whole kind as prior.
#pragma once

#include "corpus/item_index.h"
#include "corpus/proportion.h"

#include <string>
#include <vector>

namespace openimr::corpus {

struct ForecastOptions {
  std::size_t neighbours = 60;
  double least_likeness = 0.6;
  double half_life_years = 4;   ///< a decision counts half when it is so much older than the newest
  double prior_items = 4;       ///< how many items the prior counts for
  double least_effective = 20;  ///< silent with fewer neighbours, weights counted (Kish)
  double widest_interval = 0.4; ///< silent with a wider one
};

/// A feature that the item shares with neighbours, and how those were decided.
struct ForecastReason {
  std::string feature; ///< "drug: ketamine"
  std::size_t items = 0, changed = 0;
};

struct Forecast {
  bool is_silent = true;
  std::string why_silent = {}; ///< no_neighbours | too_few | too_wide; empty when it speaks
  double probability = 0;      ///< that an item like this is overturned, wholly or in part
  Interval interval;           ///< 95 percent, of that rate; says nothing of one case
  double prior = 0;
  std::size_t neighbours = 0, changed = 0;
  double effective = 0;
  std::vector<ForecastReason> reasons;        ///< of what is shared, the most telling first
  std::map<std::string, std::size_t> grounds; ///< reasons that the neighbours' decisions gave, by code
  std::vector<Neighbour> nearest;             ///< at most five
};

/// base_rate: of the whole index; used where a kind is not known.
Forecast forecast(const ItemIndex& index, const ItemIndex::Query& query, std::string_view without,
                  const ForecastOptions& options);

/// A decision that differs from nearly all of its neighbours: for a second look, not a fault.
struct Unusual {
  std::size_t item = 0;
  std::size_t neighbours = 0, as_this = 0; ///< as_this: neighbours decided alike
  Interval interval;                       ///< of the share decided alike
};

struct UnusualOptions {
  std::size_t neighbours = 30;
  double least_likeness = 0.75;
  std::size_t fewest = 15;
  double highest_share = 0.1; ///< the upper end of the interval must lie below half, the share at most here
};

/// The rarest first, then in order of the index.
std::vector<Unusual> unusual_decisions(const ItemIndex& index, const UnusualOptions& options);

} // namespace openimr::corpus
