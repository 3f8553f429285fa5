// Contradictions: two documents that cannot both be right about the patient. Both sides stand in the list, each with
// its fact; which one is right is for the reviewer to say.
#pragma once

#include "base/date.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::clinical {

/// What one document says.
struct ContradictionSide {
  std::string fact;           ///< id
  records::Evidence evidence; ///< its first words in a paper that is evidence, else in any
  std::string document;       ///< of the evidence
  std::optional<Date> date;
  std::string words;       ///< plain rendering: "no depression", "baclofen 10 mg three times a day"
  bool is_ur_only = false; ///< said by a UR decision (or another paper that is no evidence)
};

struct Contradiction {
  enum class Kind { Assertion, Side, WorkStatus, Dose, InjuryDate, Person };
  Kind kind = Kind::Assertion;
  std::string concept_id;
  std::string text;             ///< a sentence that names both sides
  ContradictionSide one, other; ///< the earlier first
};

/// In chart order. Compared are statements of different documents: history, allergies and sex at any time; a procedure,
/// therapy or drug that was had against a later denial of it; findings, symptoms, side of the body, work status and
/// doses of the same drug within a week; imaging of one study day; dates of injury. What changes with time is no
/// contradiction when the days differ more.
std::vector<Contradiction> contradictions(const records::Chart& chart);

const char* name(Contradiction::Kind value); ///< assertion | side | work_status | dose | injury_date | person

} // namespace openimr::clinical
