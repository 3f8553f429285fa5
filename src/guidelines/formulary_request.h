// The formulary's answer for each drug of a request, with what the file knows: day of injury, operations, days of
// supply.
#pragma once

#include "guidelines/formulary.h"
#include "guidelines/library.h"
#include "guidelines/request.h"
#include "jurisdictions/source_rules.h"
#include "records/chart.h"

#include <optional>
#include <vector>

namespace openimr::guidelines {

/// Empty for a request that is no drug, and in a jurisdiction none of whose packs has a formulary.
std::vector<FormularyAnswer> formulary_of_request(const Library& library, const jurisdictions::SourceRules& rules,
                                                  const Request& request, const records::Chart& chart,
                                                  std::optional<Date> injured, Date day);

} // namespace openimr::guidelines
