// Draft: what the engine proposes for a case, item by item, every sentence with the findings and facts it rests on.
// A draft decides nothing; it is what a physician reads, corrects and answers with an opinion.
#pragma once

#include "guidelines/evaluate.h"
#include "guidelines/source_selection.h"
#include "records/case_file.h"
#include "records/chart.h"
#include "records/opinion.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::determination {

/// A sentence of a rationale and what it rests on.
struct DraftSentence {
  enum class Part { GuidelineAsks, RecordShows, Missing, Conclusion };
  Part part = Part::RecordShows;
  std::string text;
  std::vector<std::string> findings; ///< finding ids
  std::vector<std::string> facts;    ///< chart fact ids
};

/// A sentence of the UR decision that gives a reason, and what the record says of it.
struct UrPoint {
  enum class Standing { Stands, DoesNotStand, Open };
  std::string said;
  records::Evidence at;
  std::string kind; ///< absence | rule
  Standing standing = Standing::Open;
  std::string answer;             ///< a sentence or two, with pages
  std::vector<std::string> facts; ///< chart fact ids
};
const char* name(UrPoint::Standing standing); ///< "stands", "does_not_stand", "open"

/// Another page that could have been meant by the words of an item.
struct OtherReading {
  std::string topic, title;
  std::string why; ///< why it was not taken
};

struct DraftIssue {
  records::DisputedItem item;
  guidelines::Request request;
  guidelines::SourceAnswer sources;                     ///< which pages it is held against, and why those
  std::vector<guidelines::FormularyAnswer> formulary;   ///< a drug each; empty where no formulary stands
  std::optional<guidelines::EvidenceWeighing> evidence; ///< of evidence.yaml, where it speaks of the item
  guidelines::Evaluation evaluation;
  std::vector<records::GuidelineCitation> guidelines; ///< what the letter would cite
  std::vector<DraftSentence> rationale;
  std::vector<UrPoint> ur_points;           ///< in the order of the UR decision
  std::vector<OtherReading> other_readings; ///< pages that the words of the item name and that were not taken
};

struct Draft {
  std::vector<records::SummaryLine> summary;
  std::vector<DraftIssue> issues;

  const DraftIssue* issue(const std::string& item_id) const;
};

/// The guideline lines for an evaluation: one per guideline, main topics' pages first.
std::vector<records::GuidelineCitation> cite(const guidelines::Library& library,
                                             const guidelines::Evaluation& evaluation);

/// The rationale from the findings: what the guideline asks, what the record shows with page references, what is
/// missing and where it was looked for, conclusion.
std::vector<DraftSentence> write_rationale(const guidelines::Library& library, const DraftIssue& issue,
                                           const records::Chart& chart,
                                           const std::vector<records::Document>& documents);

/// The facts of a finding that a reader should see first: read before derived, latest first, the same words once, at
/// most three.
std::vector<const records::Fact*> telling_facts(const guidelines::Finding& finding, const records::Chart& chart);

/// "9/9/2014, 04-pr2.pdf, page 2": the date of the words shown and their place. The fact must have evidence.
std::string dated_place(const records::Fact& fact);

/// "04-pr2.pdf, page 2" for a reader: the file below documents/.
std::string place(const records::Evidence& evidence);

} // namespace openimr::determination
