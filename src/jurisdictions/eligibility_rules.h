// EligibilityRules: on what grounds an application is refused or put off (packs/jurisdictions/<id>/eligibility.yaml).
// The factors are looked at in the pack's order by casework::screen.
#pragma once

#include "jurisdictions/in_force.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::jurisdictions {

/// What a ground says to the parties: "{days}"-style placeholders are filled by casework.
struct Ground {
  std::string code;   ///< "LATE"
  std::string factor; ///< the fact that is looked at: one of known_factors()
  std::string effect; ///< ineligible | duplicate | deferred
  Dated<std::string> text;
};

/// A way through the date gate: injuries or decisions from a day on.
struct DateGate {
  std::string event; ///< injury | ur_decision_communicated | formulary_dispute
  Date from;
  Citation citation;
};

struct EligibilityRules {
  std::vector<Ground> grounds;
  std::vector<DateGate> gates;                  ///< one is enough; none listed means no gate
  int earlier_determination_months = 12;        ///< an earlier determination of the same treatment counts this long
  std::vector<std::string> determined_outcomes; ///< words of an earlier application that mean it was decided
  std::vector<std::string> closed_outcomes;     ///< words that mean it ended undecided
  std::vector<std::pair<std::string, std::string>> same_words; ///< "gm" -> "g", applied to item texts before comparing
  std::vector<std::string> filler_words;                       ///< left out before comparing item texts
  std::vector<std::string> units;                              ///< words that belong to the number before them
  std::vector<std::string> drug_signs;                         ///< words that show an item is a drug
  Citation expedited_conversion;    ///< why a certificate after filing makes a review expedited; empty: it does not
  Citation consolidation;           ///< why applications may be decided together; empty: they may not
  Citation reopening;               ///< until when an earlier finding may be looked at again; empty: no rule
  Citation expedited_certification; ///< why an expedited review needs a certificate
  std::string application_rule;     ///< clock of the ordinary filing limit
  std::string formulary_rule, liability_rule; ///< clocks of the special filing limits; empty when there are none

  const Ground* ground(std::string_view code) const;
};

/// The factors that casework knows how to look at; a pack may use these and no others.
const std::vector<std::string>& known_factors();

} // namespace openimr::jurisdictions
