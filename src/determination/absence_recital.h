// Recitals: whether words of absence apply a rule or set a condition instead of saying something of this file. Texts
// are in lower case with plain spaces.
#pragma once

#include "determination/check_rules.h"
#include "text/span.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

/// Finds words from a place on, at word borders, taking any run of spaces for one. Gives the range found.
std::optional<text::Span> find_words(std::string_view text, std::string_view words, std::size_t from, std::size_t to);
bool has_any(std::string_view text, const std::vector<std::string>& list, std::size_t from, std::size_t to);

/// The clause before the cue recites a rule unless it has come back to this file since.
bool is_recital(const AbsenceCues& cues, std::string_view text, text::Span sentence, text::Span cue);

/// The range without spaces, commas and periods at its ends.
text::Span trimmed(std::string_view text, std::size_t begin, std::size_t end);

} // namespace openimr::determination
