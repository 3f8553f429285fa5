// From verdicts to a recommendation and its reasons, as docs/how_to/write_a_topic.md says.
#pragma once

#include "guidelines/evaluate.h"

#include <functional>

namespace openimr::guidelines {

/// Sets recommendation and reasons from topics, findings and what would change it.
void recommend(Evaluation& evaluation);

/// Why a criterion keeps the request from being met, one sentence.
std::string why_not_met(const Finding& finding);

/// Whether an unknown criterion is for a person to settle: pages unread, sources in conflict, or judgment asked for.
bool is_open_for_a_person(const Finding& finding);

/// Truth of a requirement, given the verdict of each of its criteria.
Verdict truth_of(const Logic& tree, const std::function<Verdict(const std::string&)>& value_of);

} // namespace openimr::guidelines
