// assignment.yaml of a stored case: who held it and what was attested, written from its history.
#pragma once

#include "base/result.h"
#include "casework/event.h"

#include <string>
#include <vector>

namespace openimr::desk {

/// The text of assignment.yaml. before: the file that came with the case folder, or nothing; its turns and earlier
/// reviewers stand before those of the history. Without a reviewer in the history it is `before` word for word.
Result<std::string> written_assignment(const std::vector<casework::CaseEvent>& history, const std::string& before);

} // namespace openimr::desk
