// SPDX-License-Identifier: GPL-3.0-or-later
// The type of a file by its bytes, never by its name.
#pragma once

#include <string>
#include <string_view>

namespace openimr::worker {

/// A media type such as "application/pdf"; "application/octet-stream" when the bytes are of no known kind.
std::string media_type_of(std::string_view bytes);

} // namespace openimr::worker
