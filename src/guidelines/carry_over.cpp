#include "guidelines/carry_over.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

template <class T> void take(T& own, const T& other) {
  if (own.empty()) own = other;
}

bool has_criteria(const Topic& page) { return !page.criteria.empty() || page.has_requirement; }

void take_over(Topic& page, const Topic& from) {
  take(page.title, from.title);
  take(page.recommendation_class, from.recommendation_class);
  take(page.section, from.section);
  take(page.applies_to, from.applies_to);
  take(page.given_before, from.given_before);
  if (page.also_initial.empty() && page.also_continued.empty()) {
    page.also_initial = from.also_initial;
    page.also_continued = from.also_continued;
  }
  // Criteria, requirements and examples belong together: a page that has its own takes none of the other's.
  if (!has_criteria(page)) {
    page.criteria = from.criteria;
    page.initial = from.initial;
    page.continued = from.continued;
    page.loose = from.loose;
    page.has_requirement = from.has_requirement;
    page.exclusions = from.exclusions;
    take(page.examples, from.examples);
  }
  take(page.limits, from.limits);
  take(page.exceptions, from.exceptions);
  take(page.evidence, from.evidence);
  take(page.evidence_level, from.evidence_level);
  take(page.synonyms, from.synonyms);
  take(page.look_for, from.look_for);
}

/// Verdicts of criteria that the page does not have, now that it has all of them.
void check_verdicts(const Topic& page, text::Problems& problems) {
  for (const Example& example : page.examples)
    for (const auto& [criterion, verdict] : example.verdicts)
      if (!page.criterion(criterion))
        problems.push_back({fmt::format("{}:{}: examples.verdicts", page.file, example.line),
                            fmt::format("the criterion \"{}\"", criterion), "a criterion of this page", "correct it"});
}

bool overlap(const Topic& a, const Topic& b) {
  const bool apart = (a.to && b.from && *a.to < *b.from) || (b.to && a.from && *b.to < *a.from);
  return !apart;
}

} // namespace

void carry_over(std::vector<Topic>& topics, text::Problems& problems) {
  std::vector<Topic*> open;
  for (Topic& page : topics)
    if (!page.follows.empty()) open.push_back(&page);
  const auto is_open = [&](const Topic* page) { return std::find(open.begin(), open.end(), page) != open.end(); };
  for (bool moved = true; moved && !open.empty();) {
    moved = false;
    for (auto at = open.begin(); at != open.end();) {
      const auto from = std::find_if(topics.begin(), topics.end(),
                                     [&](const Topic& one) { return one.pack + "/" + one.id == (*at)->follows; });
      if (from == topics.end() || is_open(&*from)) {
        ++at;
        continue;
      }
      take_over(**at, *from);
      check_verdicts(**at, problems);
      at = open.erase(at);
      moved = true;
    }
  }
  for (const Topic* page : open)
    problems.push_back({page->file + ": follows", fmt::format("\"{}\"", page->follows),
                        "pack/topic of a page that stands by itself in the end", "correct it, or write the page out"});
}

void check_periods(const std::vector<Topic>& topics, text::Problems& problems) {
  for (std::size_t i = 0; i < topics.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (topics[i].id == topics[j].id && overlap(topics[i], topics[j]))
        problems.push_back({topics[i].file + ": in_force",
                            fmt::format("days on which {} is in force as well", topics[j].file),
                            "one page of an id on every day", "end the earlier one with `in_force: {to: …}`"});
}

} // namespace openimr::guidelines
