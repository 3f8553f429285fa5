// The JSON of answers (src/answers), by the names that the commands use.
#pragma once

#include "answers/casework_json.h"
#include "answers/chart_json.h"
#include "answers/page_json.h"
#include "answers/to_json.h"

namespace openimr::cli {

using answers::act_json;
using answers::append_page;
using answers::contents_json;
using answers::json_line;
using answers::other_readings_json;
using answers::outcome_words;
using answers::risk;
using answers::to_json;

} // namespace openimr::cli
