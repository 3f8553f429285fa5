// ClockRule: how long an act may take, from which event, on which calendar (packs/jurisdictions/<id>/clocks.yaml),
// and the days that a way of service adds (service.yaml).
#pragma once

#include "jurisdictions/in_force.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::jurisdictions {

enum class TimeUnit { CalendarDays, OpenDays, Hours, Months };

/// A length of time with its unit; OpenDays are counted on `calendar`.
struct Period {
  int amount = 0;
  TimeUnit unit = TimeUnit::CalendarDays;
  std::string calendar; ///< id of a calendar, for OpenDays
  bool month_end_to_first =
      false; ///< Months: a day the last month lacks becomes the first of the next, else its last day
};

/// A second limit beside the first: whichever of all limits comes earlier (or later) counts.
struct SideLimit {
  std::string counts_from; ///< event id; the main event when empty
  Period period;
  Citation citation;
};

/// One version of a clock.
struct Clock {
  Period period;
  std::map<std::string, Period> by_service; ///< period for a way of service, where the rule itself names them
  std::string roll_calendar;                ///< a last day closed on it moves on; empty for no move
  std::string service_table;                ///< id of a table in service.yaml; empty when service adds nothing
  std::vector<SideLimit> earlier_of, later_of;
  int extension_most_days = 0; ///< by leave of the authority, 0 for none
  std::string extension_citation;
};

/// A clock by name, in its successive versions.
struct ClockRule {
  std::string id, title;
  std::vector<std::string> counts_from; ///< event ids; with more than one the latest counts
  std::string served_by;                ///< way of service when none is told; empty for none
  std::string stage;                    ///< upstream | filing | screening | review | decided: when a case shows it
  std::vector<std::string> tracks;      ///< regular | formulary | expedited | liability; empty for all
  Dated<Clock> clocks;
};

/// What a way of service adds, by address: "mail" and "in-state" to 5 calendar days.
struct ServiceExtension {
  std::string by, to; ///< `to` is empty when the address makes no difference
  Period period;
};

using ServiceTable = Dated<ServiceExtension>;

/// A due date worked out by hand (worked_dates.yaml); the pack is right when all of them come out.
struct WorkedDate {
  std::string rule;
  Date event;
  std::string served_by, to, calendar; ///< may be empty
  std::map<std::string, Date> other;   ///< further events by id, e.g. records
  Date due_on, unrolled;
  std::string why; ///< the working
};

} // namespace openimr::jurisdictions
