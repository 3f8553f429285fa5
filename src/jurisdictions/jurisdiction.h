// Jurisdiction: everything a pack under packs/jurisdictions/<id>/ says, read once and never changed.
//
//   auto law = Jurisdiction::load("packs", "us-ca-wc");
//   if (!law) return law.error();
//   law->local_date(application.received);   // the Pacific day, whatever offset was written
#pragma once

#include "base/result.h"
#include "jurisdictions/calendar.h"
#include "jurisdictions/clock_rule.h"
#include "jurisdictions/eligibility_rules.h"
#include "jurisdictions/letter_text.h"
#include "jurisdictions/money_rules.h"
#include "jurisdictions/reviewer_rules.h"
#include "jurisdictions/source_rules.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::jurisdictions {

/// How medical necessity is measured.
struct ReviewStandard {
  std::string id, title;
  bool is_ordered = false;         ///< a lower level only when every higher one does not apply
  std::vector<std::string> levels; ///< from the first
};

/// A feature by which jurisdictions differ, in the pack's own words: who may apply, how a tie ends, who pays.
struct Provision {
  std::string id; ///< one of known_provisions()
  Dated<std::string> text;
};

/// The features that a pack's profile may describe.
const std::vector<std::string>& known_provisions();

/// One file of the pack, for receipts.
struct PackFile {
  std::string file; ///< relative to the packs folder's jurisdiction
  std::string sha256;
};

struct Jurisdiction {
  std::string id, title, authority, time_zone;
  std::string edition;                                      ///< of the pack
  std::map<std::string, Calendar> calendars;                ///< "judicial", "business"
  std::map<std::string, std::string> events;                ///< id -> plain words
  std::vector<ClockRule> clocks;                            ///< in pack order
  std::map<std::string, std::vector<ServiceTable>> service; ///< table id -> rows
  EligibilityRules eligibility;
  ReviewerRules reviewers;
  MoneyRules money;    ///< empty where the pack has no money.yaml
  SourceRules sources; ///< no uses where the pack has no sources.yaml
  std::vector<LetterPlan> letters;
  Dated<ReviewStandard> standards;
  std::vector<Provision> profile; ///< in pack order
  std::vector<WorkedDate> worked_dates;
  std::vector<PackFile> files;

  /// Reads packs_folder/jurisdictions/id/*.yaml. Error names file, line and key of the first fault and counts the
  /// others; NotFound when there is no such pack (and lists those that exist).
  static Result<Jurisdiction> load(const std::string& packs_folder, const std::string& id);

  const Calendar* calendar(std::string_view id) const;   ///< or null
  const ClockRule* clock(std::string_view id) const;     ///< or null
  const LetterPlan* letter(std::string_view id) const;   ///< or null
  const Provision* provision(std::string_view id) const; ///< or null
  /// A pack may leave out what it has nothing for. The error for a caller that needs a file which this pack lacks,
  /// "purpose" being what it is needed for; empty when the file is there.
  std::optional<Error> lacks(const std::string& file, std::string_view purpose) const;
  /// The day of this moment in the jurisdiction's time zone.
  Date local_date(const Instant& instant) const;
  /// The moment written in the jurisdiction's time zone, "2015-01-16T10:02:00-08:00".
  std::string local_time(const Instant& instant) const;
  /// One hash over all files of the pack.
  std::string sha256() const;
};

/// Ids of the packs under packs_folder/jurisdictions, sorted.
std::vector<std::string> list_jurisdictions(const std::string& packs_folder);

} // namespace openimr::jurisdictions
