// The factors of eligibility: each looks at one fact of one item and says what it saw. Used by the screening of this
// room. A new factor is one function here, one name in jurisdictions::known_factors() and a ground in the pack.
#pragma once

#include "jurisdictions/due.h"
#include "records/case_file.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace openimr::casework {

/// What a factor saw: passed, failed, unknown or noted, in one sentence, and the values for the ground's text.
struct Look {
  std::string looked_at, value, result = "passed", text;
  std::map<std::string, std::string> values = {};
  std::string duplicate_of = {};                              ///< item id or number of an earlier application
  std::optional<jurisdictions::DueDate> limit = std::nullopt; ///< the filing limit, from the factor that works it out
};

/// All that a factor may look at.
struct Papers {
  const jurisdictions::Jurisdiction& law;
  const records::Application& application;
  Date filed_on;
  std::set<const records::DisputedItem*> formulary_items = {}; ///< asked for membership only

  /// The day on which the UR decision reached the employee.
  std::optional<Date> communicated() const;
};

struct Factor {
  const char* id;   ///< as in jurisdictions::known_factors()
  bool is_per_item; ///< else one look speaks for the whole application
  Look (*look)(const Papers& papers, const records::DisputedItem& item);
};

/// The factor with this id; null for one that a person enters (not_computed).
const Factor* find_factor(std::string_view id);

} // namespace openimr::casework
