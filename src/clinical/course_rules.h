// Rules of the course of treatment as data (packs/vocabulary/course.yaml): which papers are what on the way, what
// difference of a measured value is a change, and which facts say in words that something went better or worse.
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// How a later value stands to an earlier one. Doses go up or down; nothing is said about better or worse.
enum class Trend { Unknown, Improved, Unchanged, Worse, Lower, Higher };
const char* name(Trend value); ///< unknown | improved | unchanged | worse | lower | higher

enum class Better { Less, More, Neither };

/// What is measured again and again, and what difference counts.
struct MeasureRule {
  std::string concept_id; ///< or all that begin so, when it ends in a dot
  std::string name;       ///< empty: what follows the dot
  Better better = Better::Neither;
  double least = 0; ///< smallest difference that is a change
  double share = 0; ///< the same, relative to the earlier value
  std::string source;
};

/// Facts that say in words how something went since.
struct TrendWords {
  std::string of; ///< "pain", "function", "condition"
  Trend trend = Trend::Unknown;
  std::vector<std::string> concepts;
};

struct CourseRules {
  std::map<std::string, std::string, std::less<>> encounter_of_paper; ///< document kind -> visit, study, …
  std::vector<MeasureRule> measures;
  std::vector<TrendWords> trend_words;

  /// Error names file, line and key of the first fault.
  static Result<CourseRules> load(const std::string& path);

  /// The rule of a concept, or null.
  const MeasureRule* measure_of(std::string_view concept_id) const;
  const TrendWords* words_of(std::string_view concept_id) const;
};

/// How the later value stands to the earlier one by the rule.
Trend trend_by(const MeasureRule& rule, double before, double now);

} // namespace openimr::clinical
