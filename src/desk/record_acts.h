// Acts beside the opinion: what a reviewer found before the recommendation was shown, and what a second person says of
// the signed opinions.
#pragma once

#include "base/result.h"
#include "desk/review_case.h"
#include "determination/own_finding.h"
#include "determination/quality_review.h"

#include <map>
#include <string>

namespace openimr::desk {

/// Appends the finding to CASE/own_finding.yaml. Its papers are hashed as they lie there. Error Refused when the
/// reviewer has found on this item before, or when an opinion stands there already; Error Input for an item that is not
/// disputed.
Result<Done> record_own_finding(const std::string& folder, determination::OwnFinding finding);

/// The same as text: own_finding.yaml with one finding more. where: what messages call it; before: its text so far;
/// inputs: file -> SHA-256 of what the reviewer has before them.
Result<std::string> with_own_finding(const std::string& where, std::string before,
                                     const records::Application& application,
                                     const std::map<std::string, std::string>& inputs,
                                     determination::OwnFinding finding);

/// Writes CASE/quality.yaml, signed with the key in the file, over the signed opinions that stand there now.
Result<Done> record_quality_review(const std::string& folder, determination::QualityReview review,
                                   const std::string& key_file);

} // namespace openimr::desk
