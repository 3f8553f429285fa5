// openimr corpus: the library of published decisions from the terminal.
#pragma once

#include "answers/decision_json.h"
#include "cli/console.h"
#include "corpus/library_decision.h"
#include "corpus/query.h"
#include "desk/search_decisions.h"
#include "desk/similar_decisions.h"

namespace CLI {
class App;
}

namespace openimr::cli {

/// Adds `corpus` and what belongs to it.
void add_corpus_commands(CLI::App& program, const Console& console, int& exit);

using answers::csv_header;
using answers::csv_rows;
using answers::to_json;

} // namespace openimr::cli
