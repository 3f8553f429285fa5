// The chronology as rows: one for every line of every encounter.
#include "clinical/summary.h"

namespace openimr::clinical {

std::vector<TimelineRow> timeline(const std::vector<Encounter>& course) {
  std::vector<TimelineRow> rows;
  for (const Encounter& encounter : course)
    for (const EncounterLine& line : encounter.lines)
      rows.push_back(
          {encounter.date, encounter.document, encounter.file, line.page, line.topic + ": " + line.text, line.facts});
  return rows;
}

} // namespace openimr::clinical
