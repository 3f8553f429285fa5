// due: when an act must be done, step by step with the law of each step.
//
//   due(law, "application", {.on = served, .served_by = "mail", .to = "in-state"})
//     -> due_on 2015-04-10, derivation: service 2015-03-06; 30 calendar days 2015-04-05; 5 more for mail 2015-04-10
#pragma once

#include "base/result.h"
#include "jurisdictions/jurisdiction.h"
#include "text/problem.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::jurisdictions {

/// More time by leave of the authority.
struct Extension {
  int days = 0;
  std::string approval; ///< the approval's id; without one the extension is refused
};

/// What starts a clock.
struct Event {
  Date on;                        ///< local day of the event
  std::optional<Instant> at = {}; ///< the moment, for hours; on is taken from `on` all the same
  std::string served_by = {};     ///< mail | personal | fax | overnight | electronic; empty when nothing was served
  std::string to = {};            ///< in-state | other-state | abroad | confidential-address; empty counts as in-state
  std::string calendar = {};      ///< in place of the rule's own calendar; empty for the rule's
  std::map<std::string, Date> other = {}; ///< further events of the same rule by id, e.g. treatment-recommendation
  std::optional<Extension> extension = {};
};

struct DerivationStep {
  std::string step; ///< "30 calendar days after service of the UR decision"
  Date date;
  std::string citation;
};

/// A due date and how it came about.
struct DueDate {
  std::string rule, title;
  std::optional<Date> due_on;   ///< empty while the event is not known (see waits_for)
  std::optional<Date> unrolled; ///< before a last day that is closed moved on
  std::string due_at;           ///< local time for rules in hours when the moment is known, else empty
  std::string waits_for;        ///< event ids it waits for, ", " between; empty when due_on is set
  std::vector<DerivationStep> derivation;
  std::vector<std::string> notes; ///< choices made and values that nobody confirmed
};

/// Error when rule, service, address or calendar is unknown, the rule was not in force on the event's day, or a day
/// leaves the years of the calendars.
Result<DueDate> due(const Jurisdiction& jurisdiction, std::string_view rule, const Event& event);

/// A due date that still waits for its event.
DueDate waiting(const Jurisdiction& jurisdiction, const ClockRule& rule);

/// The event of a worked date.
Event event_of(const WorkedDate& example);
/// Computes every worked date of the pack; a Problem for each that comes out otherwise.
text::Problems check_worked_dates(const Jurisdiction& jurisdiction);

/// What `openimr due list` shows.
struct ListedRule {
  std::string rule, title, event, period, citation;
  bool verified = false;
  std::optional<Date> from, to;
};
/// All rules of the pack in its order, one row a version.
std::vector<ListedRule> list_rules(const Jurisdiction& jurisdiction);

} // namespace openimr::jurisdictions
