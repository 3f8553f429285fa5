// Similarity: how alike two disputed items are with the patients they concern, and in what they differ.
//
// A weighted share of what both know: what is asked for, part of the body, diagnoses, clinical facts, pages cited, age
// and sex. What either side does not say counts for neither (Gower, "A General Coefficient of Similarity and Some of
// Its Properties", Biometrics 27, 1971).
#pragma once

#include "corpus/library_decision.h"

#include <string>
#include <vector>

namespace openimr::corpus {

/// An item with what is known of its patient.
struct ItemProfile {
  std::string treatment = {};
  std::vector<std::string> drugs = {}, drug_classes = {}, diagnoses = {}, sections = {}; ///< sorted
  std::string category = {}, body_part = {}, sex = {};
  std::optional<int> age = {};
  std::vector<LibraryFact> facts = {}; ///< sorted
};

ItemProfile profile_of(const LibraryDecision& decision, const LibraryItem& item);

/// What is known of a concept on one side.
enum class Presence { Present, Absent, Silent };
/// present | absent | not_documented
const char* name(Presence presence);

/// A clinical fact that the two do not share.
struct FactDifference {
  std::string concept_id = {};
  Presence here = Presence::Silent, there = Presence::Silent;
  bool is_opposed = false; ///< one says that it is so, the other that it is not
};

struct Likeness {
  double score = 0;                   ///< 0 to 1
  std::vector<std::string> same = {}; ///< "treatment", "body_part", "diagnoses", "facts", "sections", "age", "sex":
                                      ///< what agrees, at least in part
  std::vector<FactDifference> differences = {}; ///< opposed ones first, then by concept
};

Likeness likeness(const ItemProfile& here, const ItemProfile& there);

} // namespace openimr::corpus
