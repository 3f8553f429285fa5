// Published decisions as JSON and as rows.
#pragma once

#include "corpus/library_decision.h"
#include "desk/search_decisions.h"
#include "desk/similar_decisions.h"

#include <boost/json/value.hpp>
#include <string>

namespace openimr::answers {

/// A decision as docs/schemas/decision.schema.json says.
boost::json::value to_json(const corpus::LibraryDecision& decision, bool with_text);
boost::json::value to_json(const desk::DecisionsFound& found);
boost::json::value to_json(const desk::SimilarToItem& one);
/// Header and rows of a table with one row an item.
std::string csv_header();
std::string csv_rows(const corpus::LibraryDecision& decision);

} // namespace openimr::answers
