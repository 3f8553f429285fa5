// A determination for another computer: a FHIR R4 (4.0.1) Bundle with a ClaimResponse that adjudicates each item, the
// parties it refers to, and a Provenance that says what it was made from. It holds what the letter holds and no more:
// the reviewer is an unnamed author (Labor Code 4610.6(f)), and no key or signature that would tell one reviewer's
// letters from another's.
#pragma once

#include "base/date.h"
#include "letters/determination_letter.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace openimr::letters {

struct FhirItem {
  std::string text = {}; ///< in the exact words asked
  ItemDecision decision = ItemDecision::Upheld;
  std::string rationale = {}; ///< paragraphs parted by "\n"
};

struct FhirDetermination {
  std::string organization = {}, claims_administrator = {}, employee = {}, requesting_physician = {};
  std::string claim_number = {};
  std::vector<std::string> case_numbers = {};
  std::string result = {}; ///< one line, "all 3 utilization review decisions are upheld"
  Date decided_on = {};
  std::vector<FhirItem> items = {};
  std::string engine = {};                                       ///< "openimr 0.1.0"
  std::vector<std::pair<std::string, std::string>> sources = {}; ///< name and SHA-256 of what it was made from
};

/// The bundle as JSON; identifiers are computed from the content, so the same determination gives the same bytes.
std::string render_fhir(const FhirDetermination& determination);

} // namespace openimr::letters
