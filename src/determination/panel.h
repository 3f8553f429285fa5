// Panel: several signed opinions on one case, item by item. The majority decides; an even split is decided in favour of
// the service (Labor Code 4610.6(e)); where reviewers differ, every separate analysis is kept (4610.6(f)).
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

/// What the opinions say of an item together.
struct Tally {
  int upheld = 0, overturned = 0;

  bool is_overturned() const { return overturned >= upheld; } ///< of an even split too: in favour of the service
  bool is_even() const { return overturned == upheld; }
  bool is_unanimous() const { return upheld == 0 || overturned == 0; }
};

/// panel.yaml: leave to let more than one reviewer decide (8 CCR 9792.10.6(c)).
struct PanelApproval {
  std::string by;
  std::optional<Date> on;
  std::string reason; ///< why condition and treatment are too complex for one
};

/// Error names file, line and key.
Result<PanelApproval> parse_panel(const std::string& name, std::string_view bytes);

/// "two of three reviewers found it medically necessary", "the reviewers were evenly split; …": a whole sentence.
std::string in_words(const Tally& tally);

} // namespace openimr::determination
