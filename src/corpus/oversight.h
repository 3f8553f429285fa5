// Oversight: do like cases fare alike? Pairs of decisions that contradict each other by their own findings, and funnels
// of outcomes adjusted for case mix. Pure.
#pragma once

#include "corpus/proportion.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::corpus {

/// How a criterion came out, in the direction that speaks for the request.
enum class CriterionStanding { Against, Unknown, For };

/// A decided item with the verdicts on its criteria.
struct JudgedItem {
  std::string name;                                  ///< case and item
  std::map<std::string, CriterionStanding> verdicts; ///< criterion -> standing; exclusions turned round
  bool is_granted = false;                           ///< overturned: the service is to be given
};

/// Two items on the same criteria: `better` is no worse on every one, better on at least one, and fared worse.
struct InconsistentPair {
  std::size_t better = 0, worse = 0; ///< into the items
  std::vector<std::string> differ;   ///< criteria on which they differ
};

struct Consistency {
  std::size_t comparable = 0; ///< pairs of which one is no worse on every criterion and better on one
  std::size_t one_factor = 0; ///< of them, those that differ in one criterion only
  std::size_t inconsistent_one_factor = 0;
  std::size_t equal = 0, equal_unlike = 0; ///< pairs with the same verdicts throughout; of them, decided unlike
  std::vector<InconsistentPair> inconsistent;
};

/// The share of single panellists' ratings that were logically inconsistent, of pairs that differ in one factor
/// (Kravitz et al. 1997, coronary bypass surgery): 6.6 percent of 1,785; medians of panels 2.7.
constexpr double rand_single = 0.066, rand_panel = 0.027;

/// Unknown is worse than For and better than Against only where the other side is known: an unknown against an unknown
/// is equal. Items with other criteria are not compared.
Consistency find_inconsistent(const std::vector<JudgedItem>& items);

/// One decision by somebody.
struct FunnelEntry {
  std::string who, stratum;
  bool is_changed = false;
};

struct FunnelRow {
  std::string who;
  std::size_t n = 0, changed = 0;
  double expected = 0; ///< changed, had each stratum the rate of all
  double adjusted = 0; ///< rate, standardised indirectly: changed / expected × rate of all
  double z = 0;        ///< 0 where nothing can vary
  bool is_outside_95 = false, is_outside_998 = false;
};

/// Indirect standardisation with the rates of all, by stratum; limits of 1.96 and 3.09 standard errors (Spiegelhalter,
/// Stat Med 2005;24:1185). With many rows some lie outside by chance: one in twenty, one in five hundred. By name.
std::vector<FunnelRow> funnel(const std::vector<FunnelEntry>& entries);

} // namespace openimr::corpus
