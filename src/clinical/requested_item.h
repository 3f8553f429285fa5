// Requested item: what the words of a disputed service ask for.
#pragma once

#include "base/date.h"
#include "clinical/vocabulary.h"
#include "records/chart.h"

#include <optional>
#include <string_view>

namespace openimr::clinical {

/// Reads the words of a request: drugs by chart name ("ketamine topical", "morphine extended release"; several for a
/// compound), form, route, strength, direction, quantity; or kind, body part, side, level and count of a procedure,
/// therapy, device or test. Nothing recognised gives kind "unknown". The date chooses the morphine table.
records::RequestedItem parse_item(const Vocabulary& vocabulary, std::string_view words,
                                  std::optional<Date> on = std::nullopt);

} // namespace openimr::clinical
