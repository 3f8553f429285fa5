// Absence claims: sentences that say something is not documented, and what they say it of.
//
// "There is no mention of a weaning attempt or trial of alternatives" makes two claims. "A treatment should not be
// continued in the absence of functional benefit" recites a rule and makes none.
#pragma once

#include "determination/check_rules.h"
#include "text/span.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

struct AbsenceClaim {
  text::Span sentence; ///< in the text handed in
  text::Span object;   ///< what is said to be absent
  std::string cue;
  bool is_weak = false;     ///< "no … documented": may also say that there was none
  bool goes_before = false; ///< the object stands before the words of absence, so that these alone say what is denied
  /// By the net (absence_net.h): `object` is a clause that names it somewhere. Counts where the other claims of the
  /// sentence, which stand before it, name nothing that is known.
  bool is_caught = false;
  std::vector<text::Span> elsewhere = {}; ///< of a caught claim: where else the thing may be named
};

/// Every claim of absence in the text, in order.
std::vector<AbsenceClaim> find_absence_claims(const AbsenceCues& cues, std::string_view text);

} // namespace openimr::determination
