// A disputed request as FHIR R4 says it: a Claim with what it refers to, and the UR decision as a ClaimResponse, become
// the text of an application.yaml. docs/how_to/fhir.md names every element that is read. Pure.
#pragma once

#include "base/result.h"

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace openimr::server {

/// What a bundle lacks, or has wrong, for a case to be opened.
struct FhirFault {
  std::string expression; ///< "Claim.accident.date"
  std::string expected;
};

struct FhirApplication {
  std::string yaml;                           ///< empty when there are faults
  std::string patient, insurer, claim_number; ///< for the answer
  std::vector<FhirFault> faults;
};

/// bundle: a Bundle, or a Claim with `contained`. received: "2015-01-16T10:02:00-08:00", when it came in.
FhirApplication application_of_claim(const boost::json::value& bundle, const std::string& received);

/// Whether it holds a Claim, so that a case is meant.
bool has_claim(const boost::json::value& bundle);

} // namespace openimr::server
