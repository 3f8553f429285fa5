// openimr corpus: the library of published decisions from the terminal.
#pragma once

#include "cli/console.h"
#include "corpus/library_decision.h"
#include "corpus/query.h"
#include "desk/search_decisions.h"
#include "desk/similar_decisions.h"

#include <boost/json/value.hpp>
#include <string>

namespace CLI {
class App;
}

namespace openimr::cli {

/// Adds `corpus` and what belongs to it.
void add_corpus_commands(CLI::App& program, const Console& console, int& exit);

/// A decision as docs/schemas/decision.schema.json says (corpus_json.cpp).
boost::json::value to_json(const corpus::LibraryDecision& decision, bool with_text);
boost::json::value to_json(const desk::DecisionsFound& found);
boost::json::value to_json(const desk::SimilarToItem& one);
/// Header and rows of a table with one row an item.
std::string csv_header();
std::string csv_rows(const corpus::LibraryDecision& decision);

} // namespace openimr::cli
