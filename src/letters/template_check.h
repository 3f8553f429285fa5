// What a template must not leave to chance: every placeholder declared and, where its field may be missing, printed
// only under a condition that asks for it; every condition known; every language complete. Internal to the letters
// room.
#pragma once

#include "letters/letter_template.h"
#include "text/problem.h"

namespace openimr::letters {

/// All faults, in the order of the page. Places are "file:line: block".
text::Problems check_template(const LetterTemplate& page);

} // namespace openimr::letters
