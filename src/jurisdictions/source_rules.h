// SourceRules: which guideline packs a jurisdiction holds against a request, by what day their edition is chosen, and
// what standing each has. sources.yaml of a pack; a pack without one holds no guideline against anybody.
#pragma once

#include "jurisdictions/in_force.h"

#include <string>
#include <vector>

namespace openimr::jurisdictions {

/// How a pack of guidelines stands in a jurisdiction.
///   presumed_correct  the jurisdiction's own schedule; rebutted only by better evidence
///   in_sequence       opened where the schedule is silent or its presumption is challenged
///   adopted           the guideline the jurisdiction adopted, no presumption known
///   related           no source of this jurisdiction; its text is close to one, and speaks where nothing else does
struct SourceUse {
  std::string pack;
  std::string standing;
  std::vector<std::string> guidelines; ///< ids of the pack's guidelines that count; empty: all
  std::optional<Date> pages_of;        ///< the pages as of this day, whatever the request's day; nothing later is held
};

struct SourceRules {
  /// The event whose day chooses the edition, the first that is known: request, ur_decision, application.
  Dated<std::vector<std::string>> edition_day;
  std::vector<InForce<SourceUse>> uses; ///< in the order in which they are asked
  /// "strict": a gain in activity or work and less dependence on treatment; "loose": either of them.
  Dated<std::string> functional_improvement;
  Dated<std::string> silence; ///< what follows when the schedule does not address a condition, in words
  Dated<std::string> presumption;
};

} // namespace openimr::jurisdictions
