// What is doubtful about a cited guideline: its edition on the day, its pages, and what stands on them.
#include "determination/checks.h"

#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::determination {
namespace {

using guidelines::Guideline;

bool is_in_force(const Guideline& guideline, Date day) {
  return (!guideline.from || *guideline.from <= day) && (!guideline.to || day <= *guideline.to);
}

/// The guideline that the words name: by the longest of its names that stands in them, and of equals the one in force
/// on the day. Null when none is named.
const Guideline* named_in(const guidelines::Library& library, const std::string& source, Date day) {
  const std::string words = text::lower(source);
  const Guideline* best = nullptr;
  std::size_t longest = 0;
  const auto try_name = [&](const Guideline& guideline, const std::string& name) {
    if (words.find(text::lower(name)) == std::string::npos) return;
    const bool is_better = name.size() > longest ||
                           (name.size() == longest && best && !is_in_force(*best, day) && is_in_force(guideline, day));
    if (!is_better) return;
    best = &guideline;
    longest = name.size();
  };
  for (const auto& pack : library.packs())
    for (const auto& [id, guideline] : pack.guidelines) {
      try_name(guideline, guideline.title);
      for (const std::string& name : guideline.names) try_name(guideline, name);
    }
  return best;
}

/// "300, 301" of the pages that the guideline does not have.
std::string beyond(const Guideline& guideline, const std::vector<int>& pages) {
  std::vector<int> none;
  if (guideline.last_page > 0)
    std::copy_if(pages.begin(), pages.end(), std::back_inserter(none),
                 [&](int page) { return page < 1 || page > guideline.last_page; });
  return fmt::format("{}", fmt::join(none, ", "));
}

} // namespace

std::optional<CitationDoubt> doubt_citation(const guidelines::Library& library,
                                            const records::GuidelineCitation& citation,
                                            const std::vector<const guidelines::Topic*>& topics, Date as_of) {
  const Guideline* guideline = named_in(library, citation.source, as_of);
  if (!guideline) return std::nullopt;
  if (!is_in_force(*guideline, as_of))
    return CitationDoubt{"citation_invalid", fmt::format("{} of {} was not in force on {}", guideline->title,
                                                         guideline->edition, as_of.us())};
  const std::vector<int> pages = guidelines::page_numbers(citation.pages);
  if (const std::string none = beyond(*guideline, pages); !none.empty())
    return CitationDoubt{"citation_invalid", fmt::format("{} has no page {}; its last one is {}", guideline->title,
                                                         none, guideline->last_page)};
  const auto meant = library.with_brought_in(topics, as_of);
  std::vector<std::string> elsewhere;
  for (const int page : pages) {
    const auto there = library.topics_on_page(guideline->id, page, as_of);
    const bool is_on_topic = std::any_of(there.begin(), there.end(), [&](const auto* topic) {
      return std::find(meant.begin(), meant.end(), topic) != meant.end();
    });
    if (is_on_topic) return std::nullopt; // one page on the point is enough
    for (const auto* topic : there)
      if (std::find(elsewhere.begin(), elsewhere.end(), topic->title) == elsewhere.end())
        elsewhere.push_back(topic->title);
  }
  if (elsewhere.empty() || topics.empty()) return std::nullopt;
  if (elsewhere.size() > 3) elsewhere.resize(3);
  const bool is_one = pages.size() == 1;
  return CitationDoubt{"citation_doubtful", fmt::format("{}, {} {} {} of {}, not of this request", guideline->title,
                                                        is_one ? "page" : "pages", citation.pages,
                                                        is_one ? "speaks" : "speak", fmt::join(elsewhere, "; "))};
}

} // namespace openimr::determination
