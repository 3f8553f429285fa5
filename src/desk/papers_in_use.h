// Which papers of the vault a store speaks of; the others belong to no case of it.
#pragma once

#include "base/result.h"
#include "store/store.h"

#include <set>
#include <string>

namespace openimr::desk {

/// Names in the vault of every paper that is part of a case or waits as an upload.
Result<std::set<std::string>> papers_in_use(store::Store& store);

} // namespace openimr::desk
