// From readings of several papers to one draft: which value stands, what is asked, in what the papers differ.
#pragma once

#include "clinical/vocabulary.h"
#include "desk/application_papers.h"
#include "jurisdictions/jurisdiction.h"

namespace openimr::desk {

/// A reading of a scan is believed from this confidence on (lowest of its words, 0 to 100); measured by
/// benchmarks/application.py.
inline constexpr int ask_below = 80;

/// Fills fields, questions and differences of the draft from the labelled fields of the papers.
void settle_fields(const ApplicationPapers& papers, const DraftOptions& options, const jurisdictions::Jurisdiction& law,
                   ApplicationDraft& draft);

/// Fills items, with their questions and differences; compares drug, strength, quantity, side and body part.
void settle_items(const ApplicationPapers& papers, const jurisdictions::Jurisdiction& law,
                  const clinical::Vocabulary& vocabulary, ApplicationDraft& draft);

/// application.yaml with evidence and questions in comments and in keys that begin with x-.
std::string as_yaml(const ApplicationDraft& draft, const DraftOptions& options);

/// The field of a draft, or null.
const DraftField* find_field(const ApplicationDraft& draft, const std::string& id);

} // namespace openimr::desk
