// What the commands of the library share.
#pragma once

#include "cli/console.h"
#include "cli/corpus_commands.h"
#include "desk/library_pages.h"

#include <string>
#include <vector>

namespace openimr::cli {

struct CorpusArguments {
  std::string by = "section", kind, language = "en", base = "/decisions", site, topic, guideline, folder;
  int page = 0, item = 0;
  bool atom = false;
  std::string library, query, pattern, order = "relevance", permalink, list;
  std::string out;
  std::vector<std::string> paths, facets;
  std::size_t letters = 0;
  std::uint64_t seed = 0;
  std::size_t count = 20, first = 0;
  bool json = false, csv = false, ndjson = false, is_exact = false, is_unmerged = false, text = false;
};

/// The search that the options ask for. Error names an unknown facet.
Result<desk::DecisionSearch> search_of(const CorpusArguments& arguments);
/// Day of decision, or the year where only that is known.
std::string when(const corpus::LibraryDecision& decision);

// corpus_views.cpp
int feed(const Console& console, const CorpusArguments& arguments, const desk::Installation& installation,
         const desk::DecisionSearcher& searcher, desk::DecisionSearch asked);
int public_page(const Console& console, const CorpusArguments& arguments);
int similar_decisions(const Console& console, const CorpusArguments& arguments);
int citations(const Console& console, const CorpusArguments& arguments);

} // namespace openimr::cli
