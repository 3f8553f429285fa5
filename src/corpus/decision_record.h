// A LibraryDecision as bytes: what the library stores beside the text. Strings with their lengths, numbers as varints;
// the first byte is the version of the form.
#pragma once

#include "corpus/library_decision.h"

#include <string>
#include <string_view>

namespace openimr::corpus {

/// Everything but id, standing, what says why it is not current, publication and text, which the library keeps in
/// columns of their own.
std::string to_record(const LibraryDecision& decision);

/// Empty for anything that to_record did not write; any bytes are taken.
std::optional<LibraryDecision> from_record(std::string_view bytes);

} // namespace openimr::corpus
