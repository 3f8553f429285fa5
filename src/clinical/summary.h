// The clinical case summary and the chronology, in the order reviewers write them, every sentence with its facts.
#pragma once

#include "base/date.h"
#include "clinical/encounters.h"
#include "clinical/vocabulary.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::clinical {

/// Sentences in order: age, sex, injury and mechanism; studies; diagnoses; treatment to date with response; current
/// complaints and findings; plan. What the file does not say is left out, except a mechanism of injury that is nowhere
/// detailed: that sentence carries the search. Every other rests on facts, or on the application when it only says who
/// the patient is.
std::vector<records::SummaryLine> summarize(const Vocabulary& vocabulary, const records::Chart& chart,
                                            const records::CaseFile& case_file);

/// One row of the chronology.
struct TimelineRow {
  std::optional<Date> date;
  std::string document; ///< Document::id
  std::string file;
  int page = 1;
  std::string text; ///< plain words: what was found, done, prescribed
  std::vector<std::string> facts;
};

/// One row for every line of every encounter, in their order.
std::vector<TimelineRow> timeline(const std::vector<Encounter>& course);

} // namespace openimr::clinical
