// Confidence: how sure a page, a date or a row is, and what it rests on. Every kind of page writes it alike.
#pragma once

#include "text/data_file.h"

#include <string>

namespace openimr::guidelines {

/// {level: high | medium | low, basis: seed | seen | seen_partly | memory, note: …}; absent leaves all three empty.
void read_confidence(const text::Value& value, std::string& level, std::string& basis, std::string& note);

/// The lower of two levels; an empty one gives way to the other.
std::string lower_confidence(const std::string& a, const std::string& b);

} // namespace openimr::guidelines
