// Evidence: recommendations that parties cite for and against a treatment, and which of them the evidence supports.
//
// The method of 8 CCR 9792.25.1, its steps in the regulation's order: is there a variance at all; do the studies apply
// to this worker; which level have the studies that do. It grades studies, not guidelines. It says what the cited
// evidence supports and decides nothing: where something is not graded, or both sides stand alike, a physician weighs
// it.
#pragma once

#include "base/date.h"
#include "text/data_file.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// Somebody says that the schedule should not decide here.
struct Challenge {
  std::string by; ///< treating_physician | utilization_review | reviewer
  std::string reason;
};

/// A study behind a recommendation.
struct Study {
  std::string design;                   ///< as in evidence_hierarchy.yaml
  std::optional<bool> low_risk_of_bias; ///< empty: not judged
  std::vector<std::string> biases;      ///< those that were identified
};

/// One of the three citation records (8 CCR 9792.21.1(d)(1) to (3)), with what it says of the treatment.
struct CitedEvidence {
  std::string id, by;                        ///< by: treating_physician | utilization_review | reviewer
  std::string type;                          ///< mtus | guideline | study
  std::map<std::string, std::string> fields; ///< title, year, pages, …: what the type asks for
  bool is_for = false;                       ///< supports the treatment
  std::optional<bool> is_applicable;
  std::string applicability; ///< why it applies to this worker, or why not
  std::vector<Study> studies;
  int line = 0;

  /// The citation as a letter prints it.
  std::string printed() const;
};

/// What evidence.yaml says of one disputed item.
struct CitedForItem {
  std::string item;
  std::string question; ///< treatment_benefit | diagnostic_test | prognosis | treatment_harm
  std::vector<CitedEvidence> citations;
};

/// A row of the hierarchy.
struct EvidenceLevel {
  std::string level, question, bias; ///< bias: low | identified | any
  std::vector<std::string> designs;
  std::string confidence, basis, note;
};

struct EvidenceHierarchy {
  std::string citation;
  std::optional<Date> from, to;
  std::vector<EvidenceLevel> levels; ///< best first
};

/// What came of one citation.
struct GradedCitation {
  std::string id, printed, level; ///< level empty: not graded
  bool is_for = false;
  bool is_set_aside = false; ///< its studies do not apply
  std::string reason;
};

struct EvidenceWeighing {
  bool is_variance = false;
  std::string question;
  std::vector<GradedCitation> citations;
  std::string supports; ///< treatment | denial | undecided; empty without a variance
  std::string level;    ///< of the side that is supported
  std::vector<std::string> reasons;
};

EvidenceHierarchy read_evidence_hierarchy(text::Reader& reader);

/// evidence.yaml of a case folder. Every citation must have the fields its type asks for.
std::vector<CitedForItem> read_cited_evidence(text::Reader& reader);

/// The level of a study for a kind of question; empty when the table has no row for it. Bias that was not judged counts
/// as identified.
std::string level_of(const EvidenceHierarchy& hierarchy, const std::string& question, const Study& study);

EvidenceWeighing weigh(const EvidenceHierarchy& hierarchy, const CitedForItem& cited);

/// Citations for the treatment that challenge the schedule's presumption.
std::vector<Challenge> challenges(const CitedForItem& cited);

} // namespace openimr::guidelines
