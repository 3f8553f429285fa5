// Reach of the pages: whether requests that exist come to a page at all, and whether its words are those that requests
// are read into.
#pragma once

#include "guidelines/library.h"
#include "text/problem.h"

#include <set>
#include <string>

namespace openimr::guidelines {

/// The words that a request can be read into.
struct RequestWords {
  std::set<std::string> drugs; ///< chart names and ingredients
  std::set<std::string> families, body_parts;
  std::set<std::string> concepts; ///< ids of the vocabulary
};

/// Whether the vocabulary or the reading of a request finds the fact.
bool is_findable(const RequestWords& words, const std::string& fact);

/// Names in applies_to that no request is read into, pages that nothing reaches, criteria that no requirement and no
/// exclusion asks, lengths of time in no unit of time, units and ingredients that nobody knows, pages with fewer than
/// three examples; each with the nearest known word.
text::Problems check_reach(const Library& library, const RequestWords& words);

} // namespace openimr::guidelines
