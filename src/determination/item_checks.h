// Item identity: what the application disputes, what the UR decision refused, what was asked for and what the opinion
// speaks of, field by field (8 CCR 9792.10.6(d)); and the part of the body with its side and level, with what was
// imaged beside it.
#pragma once

#include "determination/found_check.h"

#include <string>
#include <vector>

namespace openimr::determination {

/// A field on which two wordings of an item differ.
struct FieldDifference {
  std::string field; ///< drug | strength | form | quantity | count | body part | side | level
  std::string asked, other;
  bool is_place = false; ///< body part, side or level
};

/// Fields that both wordings state and on which they differ. "both" and "left" differ; "spine" and "lumbar spine"
/// not; levels differ when they name no disc or segment in common (L4-5 and L5-S1 differ).
std::vector<FieldDifference> compare_items(const records::RequestedItem& asked, const records::RequestedItem& other);

/// item_mismatch and body_part_mismatch, in order of the items.
std::vector<FoundCheck> check_item_identity(const CheckInput& input);

} // namespace openimr::determination
