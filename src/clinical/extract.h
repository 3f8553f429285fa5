// From pages to a chart: every clinically material fact with its assertion, time, subject and exact words on the exact
// page.
//
// Fact ids of packs/vocabulary/concepts (dx.crps, failed.anticonvulsant, …) and generic ids: drug.<chart name with
// '_'>, drug_class.<family>, score.pain, proc.<…>, img.<…>, demo.age, demo.sex, injury.date, injury.mechanism,
// work.status, allergy.<…>. Drug facts carry details["generic"], details["route"], details["status"] (current,
// prescribed, requested, stopped, tried, tested, mentioned, allergy), details["outcome"] (failed, not_tolerated,
// no_benefit, benefit) where said.
#pragma once

#include "clinical/vocabulary.h"
#include "records/chart.h"

#include <string>
#include <vector>

namespace openimr::clinical {

/// The chart of a case file. Only documents of this patient count (belongs_to is not "other"); what stands only in
/// papers that are no evidence (is_evidence false) is marked from_ur_only. The same for any number of threads and any
/// order of documents.
records::Chart extract_facts(const Vocabulary& vocabulary, const records::CaseFile& case_file, unsigned threads = 1);

/// The chart of documents without a case (`openimr facts`).
records::Chart extract_facts(const Vocabulary& vocabulary, const std::vector<records::Document>& documents,
                             unsigned threads = 1);

/// The facts of documents and nothing that a search for absence needs: for many short reports, each a patient's own.
std::vector<records::Fact> facts_of(const Vocabulary& vocabulary, const std::vector<records::Document>& documents,
                                    unsigned threads = 1);

/// Chart name to concept id: "ketamine topical" -> "drug.ketamine_topical".
std::string drug_concept(std::string_view generic);

} // namespace openimr::clinical
