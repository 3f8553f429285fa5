// Series: what was measured again and again (pain, function, work status, doses), by date, and whether it got better;
// and when each thing was first and last mentioned. Pure functions of the chart; what was copied forward from note to
// note counts once, on the day it was first said.
//
//   for (const Series& one : measured_series(chart))
//     one.measure == "sitting"; one.points.front().number == 20; one.overall == Trend::Improved
#pragma once

#include "base/date.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::clinical {

/// How a later value stands to an earlier one. Doses go up or down; nothing is said about better or worse.
enum class Trend { Unknown, Improved, Unchanged, Worse, Lower, Higher };

/// One value on one day.
struct SeriesPoint {
  Date date;
  double number = 0;
  std::string words;                 ///< as the chart says it: "pain 5-6/10 with treatment", "modified work"
  std::vector<std::string> facts;    ///< ids
  std::optional<Date> until;         ///< last day on which the same words were repeated
  Trend since_last = Trend::Unknown; ///< against the point before
};

/// The values of one measure in order of date, one point a day.
struct Series {
  std::string measure; ///< "pain", "pain with treatment", "sitting", "Oswestry score", "work status", "baclofen a day",
                       ///< "morphine equivalents a day"
  std::string unit;    ///< "/10", "minutes", "blocks", "percent", "MME/day", …; empty for work status
  std::vector<SeriesPoint> points;
  Trend overall = Trend::Unknown; ///< last point against the first; Unknown with one point
};

/// All series of the patient's own facts, by measure. Pain counts as changed by 2 points of 10 (Farrar et al. 2001),
/// the Oswestry score by 10 points (Ostelo et al. 2008), a tolerance by a fifth; work status by its rank: not working,
/// modified work, full duty.
std::vector<Series> measured_series(const records::Chart& chart);

/// First and last day on which a concept was said to be present of the patient.
struct Mentions {
  std::string concept_id;
  Date first, last;
  std::vector<std::string> facts;
};

/// By concept id; derived facts, plans and what only a UR decision says do not count.
std::vector<Mentions> first_and_last_mentions(const records::Chart& chart);

const char* name(Trend value); ///< unknown | improved | unchanged | worse | lower | higher

} // namespace openimr::clinical
