// Why nobody may review a case, in the smallest words: which rules together leave no one, and what would let someone
// in.
//
//   const Nobody why = explain_nobody(slate);
//   why.together: {{B-C1 Example Freight}, {no_sanctions}}   // these two exclude everyone, and neither does alone
//   why.openings: {{{no_qme}, {R03}}}                        // without this rule R03 could
#pragma once

#include "reviewers/screening.h"

#include <compare>
#include <string>
#include <vector>

namespace openimr::reviewers {

/// One ground of exclusion: a rule, and the party it turns on where it turns on one.
struct Ground {
  std::string rule, party;

  std::string shown() const { return party.empty() ? rule : rule + " (" + party + ")"; }
  auto operator<=>(const Ground&) const = default;
};

/// A smallest set of grounds whose end would admit these reviewers.
struct Opening {
  std::vector<Ground> grounds;
  std::vector<std::string> reviewers; ///< ids, each held back by exactly these grounds
};

struct Nobody {
  bool is_roster_empty = false;
  std::vector<std::vector<Ground>> together; ///< all smallest sets that exclude everyone: fewest grounds first
  bool is_complete = true;                   ///< false when there are more of them than are listed
  std::vector<Opening> openings;             ///< fewest grounds first
};

/// Exact: the minimal transversals of the reviewers' grounds. Empty when somebody may review.
/// most: sets listed and kept in mind, at most.
Nobody explain_nobody(const Slate& slate, std::size_t most = 200);
/// One sentence a line, for a person.
std::vector<std::string> told(const Nobody& why);

} // namespace openimr::reviewers
