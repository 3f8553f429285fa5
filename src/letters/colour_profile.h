// The sRGB colour profile that a PDF/A file carries as its output intent (ISO 19005-2, 6.2.3; ICC.1:2004-10).
#pragma once

#include <string>

namespace openimr::letters {

/// A display profile of ICC version 4.2 made from the numbers of IEC 61966-2-1: primaries adapted to D50 and the transfer
/// curve as parametric curve of type 3. The same bytes every time.
std::string srgb_profile();

} // namespace openimr::letters
