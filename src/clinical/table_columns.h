// Table columns: rows of two values under a header that names two sides ("Right  Left") or two times ("Initial
// Discharge").
#pragma once

#include "clinical/fact_draft.h"

namespace openimr::clinical {

/// Gives the drafts of a sentence that is such a row what each column says: a finding per side with its own result, a
/// score or grade per time, the earlier one historical. Drafts before `start` are of other sentences and stay.
void read_columns(const PageReading& reading, const SentenceReading& sentence, std::size_t start, FactDrafts& drafts);

} // namespace openimr::clinical
