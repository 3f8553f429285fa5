// Eligibility: may this application be reviewed, item by item, and why. Pure: law, application and day are handed in.
//
//   const Eligibility eligibility = screen(law, application, {.as_of = day});
//   eligibility.outcome;            // CaseOutcome::PartlyEligible
//   eligibility.items[0].reasons;   // code, text, citation
#pragma once

#include "jurisdictions/due.h"
#include "jurisdictions/jurisdiction.h"
#include "records/case_file.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::casework {

enum class CaseOutcome { Eligible, PartlyEligible, Ineligible, Deferred };
enum class ItemOutcome { Eligible, Ineligible, Duplicate, Deferred };

std::string_view name(CaseOutcome outcome); ///< eligible | partly_eligible | ineligible | deferred
std::string_view name(ItemOutcome outcome); ///< eligible | ineligible | duplicate | deferred

/// Why an item may not be reviewed now.
struct Reason {
  std::string code; ///< "LATE"
  std::string text;
  std::string citation;
};

/// What was looked at and what it showed, also when nothing was wrong.
struct FactorFinding {
  std::string factor;    ///< "timely"
  std::string item;      ///< id of the item, empty for the whole application
  std::string looked_at; ///< the field or fact
  std::string value;     ///< what it said
  std::string rule;      ///< citation
  std::string result;    ///< passed | failed | unknown | noted
  std::string text;      ///< one sentence
};

struct ItemEligibility {
  std::string id;
  ItemOutcome outcome = ItemOutcome::Eligible;
  std::vector<Reason> reasons = {};                 ///< every one that applies
  std::string duplicate_of = {};                    ///< item id or number of the earlier application
  bool is_formulary = false;                        ///< under the formulary's limits
  std::optional<jurisdictions::DueDate> limit = {}; ///< the filing limit that was applied
};

struct Eligibility {
  CaseOutcome outcome = CaseOutcome::Eligible;
  std::vector<ItemEligibility> items; ///< in the application's order
  std::vector<FactorFinding> findings;
  Date filed_on;                         ///< local day of receipt
  std::string review = "regular";        ///< regular | expedited, after the certification was looked for
  std::optional<Date> converted_on = {}; ///< a certificate after filing made it expedited; its clocks count from here
  bool is_formulary_case = false;        ///< every item that stands is a drug under the formulary
  std::vector<std::string> notes;        ///< choices made and unverified law that was used

  const ItemEligibility* item(std::string_view id) const;
};

/// What the screening is told beside application and law.
struct ScreeningInput {
  Date as_of;
  /// Ids of items known to be drugs. Without it the pack's drug signs in the item texts decide, and the finding says
  /// so.
  std::optional<std::set<std::string>> drug_items = {};
};

Eligibility screen(const jurisdictions::Jurisdiction& jurisdiction, const records::Application& application,
                   const ScreeningInput& input);

/// Another application that may be decided together with this one.
struct Consolidation {
  std::string with; ///< its number or folder
  std::string text, citation;
};

/// Empty when the law has no such rule or the two differ in employee, requesting physician or date of injury.
std::optional<Consolidation> may_consolidate(const jurisdictions::Jurisdiction& jurisdiction,
                                             const records::Application& application, const records::Application& other,
                                             const std::string& name_of_other);

/// Whether two item texts ask for the same thing, written differently.
bool is_same_item(const jurisdictions::EligibilityRules& rules, std::string_view a, std::string_view b);

} // namespace openimr::casework
