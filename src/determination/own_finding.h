// Own finding: what a reviewer found from the evidence before the engine's recommendation was shown (own_finding.yaml).
// Entries are appended and never changed; the file is part of what the opinion is signed over.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

struct OwnFinding {
  std::string reviewer, item;
  std::string decision; ///< upheld | overturned | undecided
  std::string words;    ///< why; may be empty
  std::optional<Date> on;
  std::string papers; ///< hash over the papers that the reviewer had before them
};

/// Error names file, line and key; a second finding of the same reviewer on the same item is one.
Result<std::vector<OwnFinding>> parse_own_findings(const std::string& name, std::string_view bytes);

/// The entry as a line of the file.
std::string to_yaml_line(const OwnFinding& finding);

/// The finding of a reviewer on an item; null when there is none.
const OwnFinding* find_own(const std::vector<OwnFinding>& findings, const std::string& reviewer,
                           const std::string& item);

} // namespace openimr::determination
