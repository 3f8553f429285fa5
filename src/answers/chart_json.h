// The JSON of the chart's own commands: facts, timeline, search.
#pragma once

#include "clinical/contradictions.h"
#include "clinical/encounters.h"
#include "clinical/file_search.h"
#include "clinical/series.h"
#include "clinical/summary.h"

#include <boost/json/value.hpp>

namespace openimr::answers {

/// Each as docs/schemas/timeline.schema.json or search.schema.json describes it: days as ISO 8601 or null, evidence
/// with file, page and words.
boost::json::value to_json(const clinical::TimelineRow& row);
boost::json::value to_json(const clinical::Encounter& encounter);
boost::json::value to_json(const clinical::Series& series);
boost::json::value to_json(const clinical::Mentions& mentions);
boost::json::value to_json(const clinical::Contradiction& contradiction);
boost::json::value to_json(const clinical::FileSearch& search);

} // namespace openimr::answers
