// Direction: what a prescription line says: drug, strength, dose, how often, how many, for how long, and what follows
// from it.
//
//   parse_direction(vocabulary, "Morphine sulfate ER 30mg 1 tab q 9H #90")
//     -> 30 mg, 1 tablet, every 9 hours = 2.67 a day, 80 MME a day, 33.75 days' supply; warns that #90 fits 3 a day
//     over 30 days
#pragma once

#include "base/date.h"
#include "clinical/vocabulary.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// A parsed medication direction. What is not stated is empty.
struct Direction {
  bool parsable = false; ///< false when the words are no direction
  std::string drug;      ///< chart name of the drug when known to the vocabulary
  std::string strength;  ///< "30 mg", "5%", "10/325 mg"
  std::optional<double>
      strength_mg;   ///< of one dose unit; first ingredient of a combination; mcg are turned to mg, mcg/h are not
  std::string form;  ///< tablet, capsule, cream, patch, …
  std::string route; ///< oral, topical, …
  std::optional<double> dose_low, dose_high; ///< dose units at a time
  std::string unit;                          ///< of the dose: tablet, mL, puff, application, mg, …
  std::string frequency;                     ///< plain words: "every 9 hours", "three times a day"
  std::optional<double> times_per_day; ///< upper end; averaged over the cycle for weekly and alternate-day schedules
  bool as_needed = false;
  std::optional<double> quantity;
  std::string quantity_unit; ///< when not dose units: "gm", "mL", "tube"
  std::optional<double> refills;
  std::optional<double> duration_days;
  std::optional<double>
      max_per_day; ///< dose units a day: upper ends, as-needed at its ceiling, stated maxima respected
  std::optional<double> days_supply; ///< quantity / max_per_day, where both count dose units
  std::optional<double> mme_per_day; ///< morphine milligram equivalents by the table in force on the date
  std::optional<double> mme_from;    ///< what they were reckoned from: mg a day, mcg/h of patches
  std::vector<std::string> warnings; ///< contradictions and unusual intervals, plain sentences
};

/// Reads a direction. The date chooses the morphine table (2009, 2016, 2022); without one the table of 2016 counts.
Direction parse_direction(const Vocabulary& vocabulary, std::string_view words, std::optional<Date> on = std::nullopt);

/// Morphine equivalents of so many mg of methadone a day. In the tables of 2009 and 2016 its factor grows with the
/// whole daily dose, so that several prescriptions are added up before, not after.
double methadone_equivalents(double mg_per_day, std::optional<Date> on);

} // namespace openimr::clinical
