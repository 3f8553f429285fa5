// Checks that look at the chart as a whole: where papers disagree, what an opinion's own summary leaves out, and which
// fields of the opioid monitoring grid no page fills.
#pragma once

#include "determination/checks.h"

#include <vector>

namespace openimr::determination {

/// A check on its way into the report, which adds number, severity and citation.
struct ChartCheck {
  std::string id;
  Speaker speaker = Speaker::Case;
  std::string item; ///< disputed item, empty when it is not about one
  std::string text, statement;
  std::vector<records::Evidence> evidence;
  std::optional<records::Search> searched;
};

/// In a fixed order: contradictions, omissions of the opinion's summary, the opioid grid.
std::vector<ChartCheck> check_chart(const CheckInput& input);

} // namespace openimr::determination
