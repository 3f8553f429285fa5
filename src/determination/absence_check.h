// False absences: claims of absence that some page of the file answers.
#pragma once

#include "determination/checks.h"

namespace openimr::determination {

/// A claim of absence and the facts that stand against it.
struct FalseAbsence {
  text::Span sentence; ///< in the text handed in
  std::string cue, object;
  std::vector<std::string> facts; ///< ids, in chart order
  std::vector<records::Evidence> places; ///< where free words stand that no list and no vocabulary knows
};

std::vector<FalseAbsence> find_false_absences(const CheckInput& input, std::string_view text);

/// Whether the text makes any claim of absence.
bool claims_absence(const CheckInput& input, std::string_view text);

/// A fact that is present, of the patient, current or past, and stands in evidence (not only in the UR decision).
bool speaks_for_patient(const records::Fact& fact);

} // namespace openimr::determination
