// Policy: how an organization conducts a review where the law leaves it open (packs/organization/policy.yaml, or the
// organization's own page).
#pragma once

#include "base/result.h"

#include <map>
#include <string>

namespace openimr::determination {

struct Policy {
  bool own_finding_first = false; ///< no recommendation is shown before the reviewer has recorded a finding
  bool quality_review = false;    ///< a second person passes every opinion before it is issued
  std::map<std::string, std::string> quality_reviewers; ///< id -> public key, base64
  double reading_grade = 14;                            ///< school grade above which words count as hard to read
  double boilerplate_share = 0.5;                       ///< 0 to 1
  int shingle_words = 5;
  std::string sha256;

  /// Error names file, line and key.
  static Result<Policy> load(const std::string& path);
};

} // namespace openimr::determination
