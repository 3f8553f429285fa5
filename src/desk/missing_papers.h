// missing_papers: what a case file should hold and does not, with who is asked, by which law, and by when: the
// structured list from which a request for information is written.
#pragma once

#include "desk/review_case.h"
#include "intake/completeness.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct MissingOptions {
  std::optional<Date> asked_on;    ///< when the request for information is received; empty: not sent yet
  std::optional<Date> assigned_on; ///< when the assignment notice was mailed; empty: not known
  std::function<void(std::size_t done, std::size_t total)> progress;
};

struct MissingPaperDue {
  intake::MissingPaper paper;
  jurisdictions::DueDate due; ///< of paper.due_rule; waits_for is set while its event is not known
};

struct MissingPapers {
  records::CaseFile case_file;
  intake::CompletenessRules rules;
  std::optional<intake::ReportWindow> window;
  std::vector<intake::ChecklistLine> checklist; ///< points into rules
  std::vector<MissingPaperDue> missing;

  MissingPapers() = default;
  MissingPapers(MissingPapers&&) = default;
  MissingPapers& operator=(MissingPapers&&) = default;
};

/// Reads the case folder and looks. Error as read_case and the packs give it.
Result<MissingPapers> missing_papers(const std::string& folder, const Installation& installation,
                                     const MissingOptions& options);

} // namespace openimr::desk
