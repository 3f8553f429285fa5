// ReviewerRules: who may review and which ties forbid it (packs/jurisdictions/<id>/reviewers.yaml).
#pragma once

#include "jurisdictions/in_force.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::jurisdictions {

/// A row of the conflict matrix: a tie to a party in one of these roles forbids the review.
struct ConflictRow {
  std::string id, title;              ///< "B-C1"
  std::vector<std::string> roles;     ///< employer, insurer, …: see reviewers/case_parties.h
  std::vector<std::string> relations; ///< only these relations; empty for all
  bool prior_involvement = false;     ///< earlier involvement in the case falls under this row
  std::optional<Date> from, to;
  Citation citation;
};

/// What a word in a roster's `relation` means.
struct RelationMeaning {
  std::string word;               ///< "staff privileges"
  std::string kind;               ///< professional | familial | financial
  std::string means;              ///< the statute's class: "employment", "sibling", …
  std::vector<std::string> roles; ///< the effect holds for ties to these roles only, others block; empty for all
  enum class Effect { Blocks, BlocksAboveThreshold, Allowed } effect = Effect::Blocks;
  Citation citation;
};

/// A treatment or condition, who commonly judges it and which licences cover it.
struct SpecialtyNeed {
  std::string id, title;
  std::vector<std::string> words; ///< in item or diagnosis texts
  std::vector<std::string> same;  ///< specialties that commonly evaluate or treat it
  std::vector<std::string> similar;
  std::vector<std::string> licences; ///< licence types whose scope covers it, e.g. MD DO DC
};

struct ReviewerRules {
  std::vector<ConflictRow> conflicts;
  std::vector<RelationMeaning> relations;
  Citation unknown_relation;       ///< why an unknown word counts as a conflict
  Dated<double> financial_percent; ///< an interest above this share blocks
  Dated<bool> licence_unrestricted, board_current, no_sanctions, no_qme;
  Dated<int> practice_more_than_years, practice_hours_per_week;
  Dated<std::string> preferred_state; ///< "CA"
  Dated<bool> same_or_similar;        ///< specialty must be the same or similar
  Dated<bool> not_the_treating_physician;
  Dated<bool> attest_every_party;
  Dated<int> verified_within_years;        ///< a credential's verification counts for so long, where one is on file
  std::vector<std::string> licence_types;  ///< that may review at all
  std::vector<std::string> board_licences; ///< types that need a board: MD DO
  std::vector<SpecialtyNeed> needs;        ///< the first with a word of the item decides
  std::map<std::string, std::string> specialty_names; ///< "family practice" -> "Family Medicine"
};

/// The roles a party can have in a case; a conflict row may name these and no others.
const std::vector<std::string>& known_roles();

} // namespace openimr::jurisdictions
