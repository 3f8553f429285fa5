// Coverage: what a careful physician would expect in a summary of this chart, and a summary does not say.
#pragma once

#include "base/date.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::clinical {

/// A material fact that no sentence of a summary rests on.
struct Uncovered {
  std::string kind;       ///< of the facts: diagnosis, imaging, procedure, …
  std::string concept_id; ///< of the facts
  std::string text;       ///< plain words: "disc herniation at L4-5"
  std::optional<Date> date;
  std::vector<std::string> facts; ///< all that say it
};

/// Is the fact one that a summary should not leave out: of the patient, present, not derived, and a diagnosis, an
/// imaging finding, a procedure or therapy done, a drug taken or tried, a response, a change of work or function, an
/// allergy or other history, a test result, or an abnormal finding?
bool is_material(const records::Fact& fact);

/// Material facts of the chart that the lines do not rest on, each thing once, in chart order. A thing is covered by
/// any fact of its concept (a drug by its ingredient) in the lines.
std::vector<Uncovered> uncovered(const records::Chart& chart, const std::vector<records::SummaryLine>& lines);

/// The same for somebody's own words: `mentioned` are the facts that were read from them.
std::vector<Uncovered> uncovered(const records::Chart& chart, const std::vector<records::Fact>& mentioned);

} // namespace openimr::clinical
