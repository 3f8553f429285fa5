// Where the program finds its packs, its worker and its cache: beside itself, where it was installed, or where the
// environment says.
#pragma once

#include "base/result.h"
#include "desk/review_case.h"

namespace openimr::cli {

/// OPENIMR_PACKS, OPENIMR_WORKER and OPENIMR_CACHE override; OPENIMR_CACHE set to nothing means no cache. Error when
/// packs are nowhere.
Result<desk::Installation> find_installation();

} // namespace openimr::cli
