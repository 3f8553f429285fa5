// Topic page: one guideline topic as a page that a clinician reads: what it recommends, what a request has to meet,
// limits and exceptions first, then where to look and how sure the page is.
#pragma once

#include "cli/console.h"
#include "guidelines/explanation.h"
#include "guidelines/library.h"

namespace openimr::cli {

struct TopicPageOptions {
  bool with_facts = false; ///< the facts that each criterion is read from, with their limits
};

/// Prints the page.
void print_topic(const Console& console, const guidelines::Library& library, const guidelines::Topic& topic,
                 const guidelines::FactNames& names, TopicPageOptions options);

/// "RECOMMENDED WITH CRITERIA": the class of a page as a heading.
std::string class_in_words(const guidelines::Topic& topic);
/// "pages 16-19", "page 113"; empty without pages.
std::string pages_in_words(const std::string& pages);
/// "in force 07/18/2009 to 11/30/2017", "in force since 12/01/2017".
std::string days_in_force(const guidelines::Topic& topic);
/// "at most 3600 mg a day", "3 to 8 weeks", "24 visits": a limit with its note.
std::string limit_in_words(const guidelines::Limit& limit);

} // namespace openimr::cli
