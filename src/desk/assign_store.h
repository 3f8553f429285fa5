// The cases of the store that wait for reviewers, given out at once: first a proposal that changes nothing, then the
// same proposal applied, case by case, if nothing has changed meanwhile.
//
//   auto seen = propose_assignment(office, caller, {.roster_file = "roster.yaml"});
//   auto done = apply_assignment(office, caller, {.roster_file = "roster.yaml"}, seen->preview);
#pragma once

#include "desk/assign_queue.h"
#include "desk/office.h"

#include <cstdint>
#include <string>
#include <vector>

namespace openimr::desk {

struct AssignmentQuestion {
  std::string roster_file;
  std::uint64_t seed = 0;
  reviewers::Fit least_fit = reviewers::Fit::Unknown;
  std::vector<std::string> only = {}; ///< numbers of cases; empty: every case that waits
};

/// One reviewer to be proposed for one case.
struct AssignmentChange {
  std::string number, reviewer;
  std::int64_t version = 0; ///< of the case, as it was looked at; after it was applied, the new one
};

struct AssignmentProposal {
  Date as_of;
  QueueAssignment queue;
  std::vector<AssignmentChange> changes; ///< by case, then in the order of its seats
  std::map<std::string, int> capacity;   ///< reviewer -> cases at a time, where the roster states it
  std::string preview;                   ///< SHA-256 over day, question, roster, versions of the cases and changes
};

/// What came of one change; why empty: it was made.
struct AppliedChange {
  AssignmentChange change;
  std::string why;
};

/// Cases that are assigned and have fewer reviewers than their panel. Error (Refused) when the caller assigns nobody,
/// or no roster is named.
Result<AssignmentProposal> propose_assignment(Office& office, const Caller& caller, const AssignmentQuestion& question);

/// Proposes every reviewer of the proposal that has this `preview`; Error (Refused) when that would be another one now.
/// A case that moves on in between is left out and the others go on.
Result<std::vector<AppliedChange>> apply_assignment(Office& office, const Caller& caller,
                                                    const AssignmentQuestion& question, const std::string& preview);

} // namespace openimr::desk
