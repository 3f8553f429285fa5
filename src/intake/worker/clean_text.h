// SPDX-License-Identifier: GPL-3.0-or-later
// Characters as page texts have them: UTF-8 that every later reader can take as it is.
#pragma once

#include <string>
#include <string_view>

namespace openimr::worker {

/// UTF-8 without control characters, odd spaces and typographic ligatures; broken bytes become U+FFFD.
/// Tabs and line feeds stay, carriage returns and form feeds become line feeds.
std::string clean(std::string_view text);

/// True for printing ASCII without spaces: clean() would change nothing.
bool is_plain_word(std::string_view text);

} // namespace openimr::worker
