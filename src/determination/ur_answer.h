// The answer to a utilization review decision, point by point: every sentence that gives a reason, what the record
// shows with its pages, and whether the reason stands. A wrong standard of the UR decision is for the review to cure
// (Ramirez v. WCAB (2017) 10 Cal.App.5th 205).
#pragma once

#include "determination/absence_check.h"
#include "determination/draft.h"

#include <vector>

namespace openimr::determination {

/// The points on one item. Statements of absence are answered by the search of every page, rules by the findings on
/// what they ask, and by what stands against their premise (premise_contradicted of the checks).
std::vector<UrPoint> answer_ur_decision(const CheckInput& input, const DraftIssue& issue,
                                        const std::vector<AbsenceAnswer>& claims, const std::vector<Check>& checks);

} // namespace openimr::determination
