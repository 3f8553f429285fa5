// Series: what was measured again and again (pain, function, work status, doses), by date, and whether it got better;
// and when each thing was first and last mentioned. Pure functions of the chart; what was copied forward from note to
// note counts once, on the day it was first said.
//
//   for (const Series& one : measured_series(vocabulary, chart))
//     one.measure == "sitting"; one.points.front().number == 20; one.overall == Trend::Improved
#pragma once

#include "base/date.h"
#include "clinical/course_rules.h"
#include "clinical/vocabulary.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::clinical {

/// One value on one day.
struct SeriesPoint {
  Date date;
  double number = 0;
  std::string words;                 ///< as the chart says it: "pain 5-6/10 with treatment", "modified work"
  std::vector<std::string> facts;    ///< ids; the first is the one that decided the value
  records::Evidence evidence;        ///< of that fact on this day
  std::optional<Date> until;         ///< last day on which the same words were repeated
  Trend since_last = Trend::Unknown; ///< against the point before
};

/// The values of one measure in order of date, one point a day.
struct Series {
  std::string measure; ///< "pain", "pain with treatment", "sitting", "Oswestry score", "work status", "baclofen",
                       ///< "morphine equivalents"
  std::string unit;    ///< "/10", "minutes", "blocks", "percent", "mg a day", "a day", "MME/day"; empty for work status
  std::string source;  ///< whose smallest difference counts as a change; empty for doses
  std::vector<SeriesPoint> points;
  Trend overall = Trend::Unknown; ///< last point against the first; Unknown with one point
};

/// All series of the patient's own facts, by measure. What counts as a change is data (packs/vocabulary/course.yaml);
/// work status goes by its rank: not working, modified work, full duty. Of several values of a day the higher counts.
/// Doses are those in use: of a day that lists what is taken, what is newly prescribed does not count yet; strengths of
/// one drug are added up, a statement repeated is one. Morphine equivalents go by the table in force on the day; the
/// forms of one drug are added up, of two directions for the same strength of a form the higher counts, and methadone's
/// factor goes by its whole dose of the day.
std::vector<Series> measured_series(const Vocabulary& vocabulary, const records::Chart& chart);

/// First and last day on which a concept was said to be present of the patient.
struct Mentions {
  std::string concept_id;
  Date first, last;
  std::vector<std::string> facts;
};

/// By concept id; derived facts, plans and what only a UR decision says do not count.
std::vector<Mentions> first_and_last_mentions(const records::Chart& chart);

} // namespace openimr::clinical
