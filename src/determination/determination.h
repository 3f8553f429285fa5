// Determination: the answer for each disputed item. It can be made from a SignedOpinion only: a physician decides.
#pragma once

#include "base/result.h"
#include "determination/checks.h"
#include "determination/draft.h"
#include "determination/receipt.h"
#include "determination/signed_opinion.h"

#include <string>
#include <vector>

namespace openimr::determination {

struct Decision {
  std::string item; ///< disputed item id
  std::string text; ///< in the exact words asked
  bool is_overturned = false;
  std::vector<records::GuidelineCitation> guidelines; ///< the reviewer's; the draft's where the reviewer cites none
  std::string claims_administrator_guideline;
  std::vector<std::string> rationale; ///< paragraphs: the reviewer's words, else the draft's
  bool is_in_reviewers_words = false;
};

/// What has to hold beside the signature.
struct IssueConditions {
  std::vector<std::string> eligible_items;
  std::vector<std::string> attestations_missing, attestations_in_conflict;
  std::vector<std::string> reviewer_exclusions; ///< reasons why this reviewer may not review; empty when on the slate
};

class Determination {
public:
  /// Error Refused names the first thing that stands in the way: an open blocking check, a missing attestation, a
  /// reviewer who may not review, an item left undecided.
  static Result<Determination> make(const SignedOpinion& opinion, const Draft& draft, const std::vector<Check>& checks,
                                    const IssueConditions& conditions, Receipt receipt);

  const std::vector<Decision>& decisions() const { return decisions_; }
  const Receipt& receipt() const { return receipt_; }
  const records::Opinion& opinion() const { return opinion_; }

private:
  Determination(std::vector<Decision> decisions, Receipt receipt, records::Opinion opinion)
      : decisions_(std::move(decisions)), receipt_(std::move(receipt)), opinion_(std::move(opinion)) {}
  std::vector<Decision> decisions_;
  Receipt receipt_;
  records::Opinion opinion_;
};

} // namespace openimr::determination
