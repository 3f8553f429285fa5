// The public pages of a library as values, ready for corpus/public_pages.h.
#pragma once

#include "corpus/library_words.h"
#include "corpus/public_pages.h"
#include "desk/search_decisions.h"

#include <string>

namespace openimr::desk {

/// A search; one that cannot be understood gives a page that says why.
corpus::SearchPage search_page(const DecisionSearcher& searcher, const DecisionSearch& asked);

/// What was decided about a treatment. Error when the library cannot be read.
Result<corpus::TopicPage> topic_page(const DecisionSearcher& searcher, const corpus::LibraryWords& words,
                                     const std::string& treatment);
/// What was decided where reviewers cited a page of a guideline; page 0: any.
Result<corpus::TopicPage> guideline_page(const DecisionSearcher& searcher, const corpus::LibraryWords& words,
                                         const std::string& guideline, int page);
Result<corpus::AboutPage> about_page(const DecisionSearcher& searcher);

} // namespace openimr::desk
