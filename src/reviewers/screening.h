// Screening: who may review this case, ranked and with reasons; who may not, with every reason.
// Invariant to the order of the roster; a further conflict never admits anybody.
//
//   const Slate slate = propose_slate(law, application, roster, names, as_of, review_needs(law, application));
#pragma once

#include "jurisdictions/jurisdiction.h"
#include "records/case_file.h"
#include "records/opinion.h"
#include "reviewers/case_parties.h"
#include "reviewers/name_book.h"
#include "reviewers/roster.h"

#include <string>
#include <vector>

namespace openimr::reviewers {

/// What judging one disputed item asks of a reviewer.
struct ItemNeed {
  std::string item;                       ///< id
  std::vector<std::string> needs;         ///< ids of rows in the pack's table; empty when no row knows the item
  std::vector<std::string> same, similar; ///< specialties; both empty when unknown
  std::vector<std::string> licences;      ///< types whose scope covers it; empty when unknown
};

/// From the words of items and diagnoses, by the pack's table; an item no row knows falls back on the requester's
/// specialty.
std::vector<ItemNeed> review_needs(const jurisdictions::Jurisdiction& jurisdiction,
                                   const records::Application& application);

/// How well a reviewer's specialty suits the worst-suited item.
enum class Fit { Unknown, Similar, Same };

/// Why somebody may not review.
struct Exclusion {
  std::string rule;  ///< "B-C1", "B-03", "availability"
  std::string party; ///< empty when it is no matter of a party
  std::string text;
  std::string citation;
};

struct SlateEntry {
  std::string id;
  int rank = 0; ///< from 1
  Fit fit = Fit::Unknown;
  bool is_preferred = false;        ///< licensed in the preferred state
  std::vector<std::string> reasons; ///< also warnings that a person must rule on
};

struct ExcludedReviewer {
  std::string id;
  std::vector<Exclusion> reasons; ///< all of them
};

struct Slate {
  std::vector<SlateEntry> slate;          ///< by rank
  std::vector<ExcludedReviewer> excluded; ///< by id
  std::vector<std::string> warnings;
};

Slate propose_slate(const jurisdictions::Jurisdiction& jurisdiction, const records::Application& application,
                    const Roster& roster, const NameBook& names, Date as_of, const std::vector<ItemNeed>& needs);

/// Takes reviewers off the slate: those who decided the dispute before, or were released for a conflict.
void bar(Slate& slate, const std::vector<std::string>& ids, const std::string& rule, const std::string& text,
         const std::string& citation);

/// What an opinion's attestations leave open.
struct AttestationCheck {
  std::vector<std::string> missing;   ///< parties without an attestation
  std::vector<std::string> conflicts; ///< "party: conflict" as declared
  std::vector<std::string> unknown;   ///< attested names that are no party of the case

  bool is_complete() const { return missing.empty() && conflicts.empty(); }
};

/// B-D5: one attestation for each party by name.
AttestationCheck check_attestations(const records::Application& application,
                                    const std::vector<records::PartyAttestation>& attestations, const NameBook& names);

} // namespace openimr::reviewers
