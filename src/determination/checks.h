// Checks: what stands in a draft, an opinion or a utilization review decision, held against the whole file.
//
// Every check quotes both sides and says why it matters. Blocking ones stop the issue of a determination until the
// reviewer has answered them in writing (opinion.yaml, resolutions).
#pragma once

#include "clinical/vocabulary.h"
#include "determination/boilerplate.h"
#include "determination/check_rules.h"
#include "determination/draft.h"
#include "guidelines/library.h"
#include "records/case_file.h"
#include "records/chart.h"
#include "records/opinion.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::determination {

/// Who said it.
enum class Speaker { Draft, Opinion, UrDecision, Case };
const char* name(Speaker speaker); ///< "draft", "opinion", "ur_decision", "case"

struct Check {
  int n = 0;      ///< counts from 1 in a report
  std::string id; ///< "false_absence", …
  Severity severity = Severity::Warn;
  Speaker speaker = Speaker::Case;
  std::string item; ///< disputed item id, empty when it is not about one
  std::string text; ///< one sentence for a person, both sides named
  std::string citation;
  std::string statement;                    ///< the words that are held against the file
  std::vector<records::Evidence> stated_at; ///< where they stand, when in a document
  std::vector<records::Evidence> evidence;  ///< what the file says
  std::optional<records::Search> searched;  ///< of a check that says something is not on file
  std::vector<records::PageSeen>
      pages_to_read;           ///< that a person has to attest to have read before it counts as answered
  bool may_be_resolved = true; ///< false: only other words help, no answer in writing does
  std::string resolution;      ///< the reviewer's answer; empty while open
  std::string refused_answer;  ///< what was written in its place and does not count

  bool is_open_block() const { return severity == Severity::Block && resolution.empty(); }
};

/// A paper that should be in the file and is not (intake::completeness).
struct MissingReport {
  std::string text, citation;
  std::vector<records::Evidence> evidence;
};

struct Policy;
struct Remand;

/// What was found before the checks ran, by the screening of the application or in an opinion's words.
struct ScreeningFinding {
  std::string check; ///< id of packs/checks/checks.yaml
  std::string item, text;
  bool is_of_opinion = false;
};

/// Everything the checks look at.
struct CheckInput {
  const CheckRules& rules;
  const clinical::Vocabulary& vocabulary;
  const guidelines::Library& library;
  const records::CaseFile& case_file;
  const records::Chart& chart;
  const Draft& draft;
  const records::Opinion* opinion = nullptr; ///< null before there is one
  std::vector<std::string> eligible_items;   ///< ids that have to be decided
  std::vector<std::string> forbidden_words;  ///< reviewer names and licence numbers
  std::vector<MissingReport> missing_reports;
  Date as_of;
  std::vector<const records::Opinion*> further = {}; ///< of the other reviewers of a panel
  const Policy* policy = nullptr;                    ///< of the organization; null: none is asked for
  const Remand* remand = nullptr;                    ///< what an appeal set aside
  std::vector<EarlierLetter> earlier_letters = {};   ///< for the boilerplate index
  std::optional<Date> received = std::nullopt;       ///< local day on which the application came
  std::vector<ScreeningFinding> screening = {};
};

/// Runs every check; numbered, in a fixed order.
std::vector<Check> run_checks(const CheckInput& input);

/// Whether a cited page of a guideline speaks to the item: empty when it does or when nothing is known of the source,
/// else a sentence that says what stands there.
struct CitationDoubt {
  std::string id; ///< citation_doubtful | citation_invalid
  std::string text;
};
std::optional<CitationDoubt> doubt_citation(const guidelines::Library& library,
                                            const records::GuidelineCitation& citation,
                                            const std::vector<const guidelines::Topic*>& topics, Date as_of);

} // namespace openimr::determination
