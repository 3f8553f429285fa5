// Item words: of which disputed item a place of a UR decision speaks, and whether a sentence applies a rule.
#pragma once

#include "determination/checks.h"

#include <string>

namespace openimr::determination {

/// The item that a place of a UR decision speaks of: the last one whose drug (or whole wording) was named before its
/// sentence ends.
std::string item_at(const CheckInput& input, const std::string& lower_text, std::size_t end, const std::string& before);

/// A rule is applied where its subject stands with words that bind or deny; naming the subject alone applies nothing.
bool binds(const CheckInput& input, const std::string& lower_sentence);

} // namespace openimr::determination
