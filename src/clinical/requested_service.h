// Requested service: what the words of a procedure, therapy, device or test ask for: where, how many, for how long.
#pragma once

#include "records/chart.h"
#include "text/term_matcher.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// Lower case, single spaces, letters and digits only: the form in which phrases are looked up.
std::string plain_request(std::string_view text);

/// Do the words stand in plain_request's text as whole words?
bool has_words(const std::string& plain, std::string_view words);

/// The parts of the body that requests are read into, each once.
std::vector<const char*> requested_body_parts();

/// Fills part of the body, side, level, count, duration and purchase or rental from the words of a request. The item's
/// kind is known; nothing is counted where it is "unknown".
void read_service(std::string_view words, const std::vector<text::Token>& tokens, records::RequestedItem& item);

} // namespace openimr::clinical
