// Determination: the answer for each disputed item. It can be made from a SignedOpinion only: a physician decides.
#pragma once

#include "base/result.h"
#include "determination/checks.h"
#include "determination/draft.h"
#include "determination/edits.h"
#include "determination/panel.h"
#include "determination/receipt.h"
#include "determination/signed_opinion.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::determination {

/// A criterion that a reviewer found otherwise than the engine.
struct Override {
  std::string criterion;
  std::string engine, reviewer; ///< met | not_met | unknown
  std::string reason;
};

/// What one reviewer decided on an item, and why. Reviewers are told apart by their seat, never by a name.
struct Analysis {
  int seat = 1;
  bool is_overturned = false;
  std::vector<records::GuidelineCitation> guidelines;
  std::vector<std::string> rationale; ///< paragraphs: the reviewer's words, else the draft's
  bool is_in_reviewers_words = false;
  std::vector<Edit> edits; ///< what became of the drafted sentences; empty without words of the reviewer's own
  std::vector<Override> overrides;
};

struct Decision {
  std::string item; ///< disputed item id
  std::string text; ///< in the exact words asked
  bool is_overturned = false;
  std::vector<records::GuidelineCitation> guidelines; ///< the reviewer's; the draft's where the reviewer cites none
  std::string claims_administrator_guideline;
  std::vector<std::string> rationale; ///< paragraphs: the reviewer's words, else the draft's; of a panel that differs,
                                      ///< the count and every separate analysis
  bool is_in_reviewers_words = false;
  Tally tally;
  std::vector<Analysis> analyses; ///< one a seat
};

/// What has to hold beside the signature.
struct IssueConditions {
  std::vector<std::string> eligible_items;
  std::vector<std::string> attestations_missing, attestations_in_conflict;
  std::vector<std::string> reviewer_exclusions;      ///< reasons why a reviewer may not review; empty when on the slate
  bool has_panel_approval = false;                   ///< leave for more than one reviewer (8 CCR 9792.10.6(c))
  std::vector<std::string> without_own_finding = {}; ///< items without one, where the policy asks for it first
  std::optional<Error> quality = std::nullopt;       ///< what the quality review holds against it
};

class Determination {
public:
  /// Error Refused names the first thing that stands in the way: an open blocking check, a missing attestation, a
  /// reviewer who may not review, an item left undecided.
  static Result<Determination> make(const SignedOpinion& opinion, const Draft& draft, const std::vector<Check>& checks,
                                    const IssueConditions& conditions, Receipt receipt);

  /// The same from the signed opinions of a panel, one a seat: the majority of each item decides, an even split is in
  /// favour of the service. There must be at least one; two need an approval.
  static Result<Determination> make(const std::vector<SignedOpinion>& opinions, const Draft& draft,
                                    const std::vector<Check>& checks, const IssueConditions& conditions,
                                    Receipt receipt);

  const std::vector<Decision>& decisions() const { return decisions_; }
  const Receipt& receipt() const { return receipt_; }
  /// Of the first seat.
  const records::Opinion& opinion() const { return opinions_.front(); }
  /// Of every seat.
  const std::vector<records::Opinion>& opinions() const { return opinions_; }

private:
  Determination(std::vector<Decision> decisions, Receipt receipt, std::vector<records::Opinion> opinions)
      : decisions_(std::move(decisions)), receipt_(std::move(receipt)), opinions_(std::move(opinions)) {}
  std::vector<Decision> decisions_;
  Receipt receipt_;
  std::vector<records::Opinion> opinions_;
};

} // namespace openimr::determination
