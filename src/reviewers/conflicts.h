// The ties of one reviewer to the parties of one case, by the pack's conflict matrix. Used by the screening of this
// room.
#pragma once

#include "reviewers/name_book.h"
#include "reviewers/screening.h"

#include <string>
#include <vector>

namespace openimr::reviewers {

struct Ties {
  std::vector<Exclusion> conflicts; ///< each forbids the review
  std::vector<std::string> remarks; ///< ties that do not forbid it, and names a person must rule on
};

/// Parties and numbers of a case, gathered once for all reviewers.
struct CaseTies {
  std::vector<CaseParty> parties;
  std::vector<std::string> numbers;
};

Ties find_ties(const jurisdictions::ReviewerRules& rules, const NameBook& names, const CaseTies& of_case,
               const Reviewer& reviewer, Date as_of);

} // namespace openimr::reviewers
