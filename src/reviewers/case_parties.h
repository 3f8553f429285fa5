// Everybody with a part in a case, by role: what conflicts are looked for and what a reviewer attests to.
#pragma once

#include "records/case_file.h"

#include <string>
#include <vector>

namespace openimr::reviewers {

/// A party in one role; one name may stand in several.
struct CaseParty {
  std::string
      role; ///< employee, employer, claims_administrator, insurer, medical_provider_network, ur_organization,
            ///< ur_reviewer, requesting_physician, treating_physician, medical_group, facility, alternative_facility,
            ///< manufacturer, alternative_manufacturer, representative_attorney, representative
  std::string name;
  bool is_person = false;
};

/// In a fixed order by role, then as the application lists them.
std::vector<CaseParty> case_parties(const records::Application& application);
/// Claim, adjudication and earlier case numbers.
std::vector<std::string> case_numbers(const records::Application& application);

} // namespace openimr::reviewers
