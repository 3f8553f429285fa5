// What of a roster has lapsed, lapses soon, or was never verified: a credentialing programme's worklist
// (URAC IR-INT 1: verified before any assignment and again no later than expiry).
#pragma once

#include "jurisdictions/reviewer_rules.h"
#include "reviewers/roster.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::reviewers {

struct RosterFinding {
  enum class State {
    Lapsed,     ///< forbids an assignment today, as far as this credential goes
    Lapsing,    ///< holds today, not for the whole of the time asked for
    Unverified, ///< no verification on file
  };
  State state = State::Lapsed;
  std::string reviewer;   ///< id
  std::string credential; ///< "CA MD licence", "Pain Medicine certificate", "sanction", "QME appointment"
  std::optional<Date> on; ///< the day it ends or ended, or began
  std::string text, citation;
};

/// By urgency: lapsed, lapsing by day, unverified; then by reviewer. within_days: 0 or more.
std::vector<RosterFinding> check_roster(const jurisdictions::ReviewerRules& rules, const Roster& roster, Date as_of,
                                        int within_days);

} // namespace openimr::reviewers
