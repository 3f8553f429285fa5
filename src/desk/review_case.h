// review_case: the main act. A case folder becomes eligibility, slate, chart, draft and checks; with a signed opinion,
// a determination.
//
// The act reads and answers; it writes nothing. `write_determination` writes the letter's files.
#pragma once

#include "base/result.h"
#include "casework/deadlines.h"
#include "casework/eligibility.h"
#include "clinical/coverage.h"
#include "clinical/summary.h"
#include "determination/absence_check.h"
#include "determination/checks.h"
#include "determination/determination.h"
#include "determination/draft.h"
#include "determination/own_finding.h"
#include "determination/policy.h"
#include "determination/quality_review.h"
#include "determination/remand.h"
#include "guidelines/library.h"
#include "intake/case_folder.h"
#include "jurisdictions/due.h"
#include "jurisdictions/jurisdiction.h"
#include "records/case_file.h"
#include "records/chart.h"
#include "reviewers/nobody.h"
#include "reviewers/screening.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

/// Where the program finds its parts; handed in by the doors.
struct Installation {
  std::string packs_folder;
  std::string worker_program;
  std::string cache_folder; ///< empty: no cache
  unsigned threads = 1;
  std::string engine; ///< "openimr 0.1.0"
};

struct ReviewOptions {
  std::string roster_file;    ///< empty: no reviewers are screened
  std::optional<Date> as_of;  ///< empty: the local date of the application's receipt
  std::string policy_file;    ///< empty: the pack's (packs/organization/policy.yaml)
  std::string earlier_folder; ///< earlier letters (.txt) for the boilerplate index; empty: none
  std::string reading;        ///< of functional improvement: strict | loose; empty: the jurisdiction's
  std::string against_folder; ///< folder of other case folders that may ask for the same; empty: none are compared
  std::string reader;         ///< id of the reviewer for whom it is; empty: for anybody, or nobody says
  std::function<void(std::size_t done, std::size_t total)> progress;
};

/// Everything that came of a case.
struct Review {
  records::CaseFile case_file;
  Date as_of;
  jurisdictions::Jurisdiction law;
  casework::Eligibility eligibility;
  std::vector<casework::Consolidation> consolidation; ///< with other folders of --against
  std::vector<jurisdictions::DueDate> deadlines;
  bool has_roster = false;
  reviewers::Roster roster;
  std::optional<reviewers::NameBook> names; ///< with the roster
  reviewers::Slate slate;
  reviewers::Nobody nobody; ///< why the slate is empty
  records::Chart chart;
  std::vector<clinical::TimelineRow> timeline;
  std::vector<clinical::Uncovered> not_summarized; ///< material facts of the chart that the draft's summary leaves out
  determination::Draft draft;
  std::vector<determination::Check> checks;
  determination::Policy policy;
  std::vector<determination::AbsenceAnswer> claims;         ///< every claim of absence, with its search
  std::vector<determination::BoilerplateIndex> boilerplate; ///< of every item, where earlier letters were given
  std::vector<determination::OwnFinding> own_findings;
  std::optional<determination::Remand> remand;
  std::optional<determination::PanelApproval> panel;
  std::optional<determination::QualityReview> quality;
  std::optional<records::Opinion> opinion; ///< of the first seat
  std::vector<records::Opinion> further;   ///< of the other seats of a panel
  bool is_signed = false; ///< by the reader, or (for anybody) by one of the seats, over what is here now
  std::string reader;     ///< as in ReviewOptions
  std::optional<determination::Determination> determination;
  std::optional<Error> not_issued; ///< why there is an opinion and no determination
  determination::Receipt receipt;
  guidelines::Library library;
};

/// Whether the recommendation may be shown: always, unless the policy wants the reviewer's own finding on every
/// eligible item first and there is neither that nor a signed opinion, of the reader where there is one, else of one
/// and the same reviewer. A draft opens nothing. While it may not be shown, `checks` are those of a draft without
/// recommendation and conclusion.
bool may_show_recommendation(const Review& review);

Result<Review> review_case(const std::string& folder, const Installation& installation, const ReviewOptions& options);

} // namespace openimr::desk
