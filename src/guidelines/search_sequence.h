// The evidence search sequence of the pack in force (8 CCR 9792.21.1), as it was walked for one request.
#pragma once

#include "guidelines/evaluate.h"

namespace openimr::guidelines {

/// Records each step: opened or not, and why.
void record_sequence(const Scene& scene, Evaluation& evaluation);

} // namespace openimr::guidelines
