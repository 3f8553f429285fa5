// CompletenessRules: packs/checks/completeness.yaml, what a case file should hold by law and how papers name reports.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// One duty that a missing paper falls under, with who is asked and by which clock.
struct PaperRule {
  std::string id;   ///< as name(PaperDuty) gives it
  std::string from; ///< applicant | claims_administrator
  std::string due;  ///< rule of the jurisdiction's clocks.yaml
  std::string citation;
  std::string named_citation; ///< when the request or the UR decision names the paper; may be empty
  std::string why;
};

/// One line of the list of what should be there.
struct ChecklistRule {
  std::string id, title, from, citation;
  std::vector<std::string> kinds;
  bool in_window = false;           ///< dated in the six months before the request
  bool is_told_by_a_person = false; ///< that none is found does not mean that one is missing
};

/// How writers name a report.
struct CitedAs {
  std::string words; ///< lower case
  std::string kind;  ///< id of packs/documents
  std::string title; ///< as messages print it
};

struct CompletenessRules {
  std::vector<PaperRule> duties;
  std::vector<ChecklistRule> checklist;
  std::vector<CitedAs> reports; ///< longer words first
  std::vector<std::string> report_nouns, physician_reports, other_matters, linking_words, regions;

  const PaperRule* duty(const std::string& id) const;
};

/// Error for a missing file, an unknown key, a duty that is not known or not there.
Result<CompletenessRules> load_completeness_rules(const std::string& packs_folder);

} // namespace openimr::intake
