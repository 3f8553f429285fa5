// next_steps: what is to be done on a case now, by whom, until when and by which rule.
//
//   for (const Step& step : next_steps(so_far, law, day))
//     step.text;                 // "send the records"
//     step.due->derivation;      // how its date came about, step by step with the law
#pragma once

#include "casework/case.h"
#include "jurisdictions/due.h"
#include "jurisdictions/jurisdiction.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::casework {

struct Step {
  std::string id;   ///< "screen", "send_records", …: stable, for programs
  std::string text; ///< in plain words
  std::string who;  ///< a role of the organization, or the part of a party: claims_administrator, appeals_board, …
  std::string rule; ///< clock rule of the jurisdiction; empty when the law sets no date
  std::optional<jurisdictions::DueDate> due = {}; ///< with its derivation; its due_on is empty while it waits
  bool is_late = false;                           ///< the day has passed; nothing is void by that

  std::optional<Date> due_on() const { return due ? due->due_on : std::nullopt; }
};

/// The clocks of a case with everything that is known of it; an expedited conversion and a remand begin them anew.
std::vector<jurisdictions::DueDate> deadlines(const jurisdictions::Jurisdiction& law, const Case& so_far);

/// Steps in the order of their due dates, those without one last. Of a case that has ended only what
/// the office still owes: complaints and second reviews.
std::vector<Step> next_steps(const Case& so_far, const jurisdictions::Jurisdiction& law, Date as_of);

/// When the determination is due: the rule of the case's track; empty while its clock has not started.
std::optional<jurisdictions::DueDate> determination_due(const jurisdictions::Jurisdiction& law, const Case& so_far);

} // namespace openimr::casework
