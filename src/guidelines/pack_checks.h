// Care of the packs: what is wrong with pages that read well one by one.
#pragma once

#include "guidelines/library.h"
#include "text/problem.h"

#include <functional>
#include <optional>

namespace openimr::guidelines {

/// Whether some record and request could bring the condition to the verdict (Met or NotMet). Criteria are those of the
/// topic. Questions about one number are held to each other; other questions are taken as free, so "no" is certain and
/// "yes" may be too kind. Empty when there is more to try than is worth it.
std::optional<bool> can_be(const Logic& condition, const Topic& topic, Verdict wanted);

/// Criteria that can never be met or never fail, requirements that nothing can meet, requests that two pages claim
/// alike, gaps and overlaps in the dates of a page, one section cited with two page numbers, facts that nothing finds.
/// is_found says whether the vocabulary or the reading of requests finds a fact.
text::Problems check_packs(const Library& library, const std::function<bool(const std::string&)>& is_found);

/// The facts of a condition, requests' values included.
void facts_of(const Logic& condition, std::vector<std::string>& facts);

} // namespace openimr::guidelines
