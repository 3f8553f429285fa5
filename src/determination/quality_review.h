// Quality review: a second person reads the signed opinions and passes them, or returns them with reasons
// (quality.yaml). Signed over what was read, so that it does not outlive a changed opinion.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "records/opinion.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

struct QualityReview {
  std::string by; ///< id of a person of the roster or of the policy's quality reviewers
  std::optional<Date> date;
  bool is_passed = false;
  std::vector<std::string> reasons; ///< of a return, at least one
  std::string opinions;             ///< content hashes of the opinions that were read, joined by '+', in their order
  std::optional<records::Signature> signature;
};

/// Error names file, line and key.
Result<QualityReview> parse_quality_review(const std::string& name, std::string_view bytes);

/// Hexadecimal SHA-256 over everything but the signature.
std::string content_hash(const QualityReview& review);

/// quality.yaml without its signature line.
std::string to_yaml(const QualityReview& review);

/// Done when the review was signed with the key over these opinions by somebody who wrote none of them. Error Refused
/// says what does not hold, or with what reasons the opinions were returned.
Result<Done> require_passed(const QualityReview& review, const std::string& opinions, const std::string& registered_key,
                            const std::vector<std::string>& reviewers);

} // namespace openimr::determination
