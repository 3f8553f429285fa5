// Checks of the papers and of what was decided: documents that are missing, unread or another person's; items decided,
// left out and added; guideline pages cited; earlier determinations; who is named.
#pragma once

#include "determination/found_check.h"

#include <vector>

namespace openimr::determination {

/// Whether any page of the paper has words that were read.
bool has_readable_page(const records::Document& document);

/// misfiled_document, missing_document, no_records, ur_only_evidence, unread_pages, what the screening found,
/// duplicate_item, prior_determination.
std::vector<FoundCheck> check_papers(const CheckInput& input);

/// item_extra, item_missing, override_without_reason, decision_without_reason, opinion_date, citation_doubtful,
/// citation_invalid, identity_leak, document_not_reviewed, prior_divergence.
std::vector<FoundCheck> check_opinions(const CheckInput& input);

} // namespace openimr::determination
