// Fees, penalties and measures of a jurisdiction: dated tables of money.yaml.
#pragma once

#include "jurisdictions/in_force.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::jurisdictions {

/// What a review costs in one circumstance; an empty circumstance is any.
struct Fee {
  std::string id, title;
  std::string review;     ///< regular | expedited
  std::string profession; ///< physician | other
  std::string ended;      ///< before_reviewer; empty for a review that was done, or ended after
  int reviewers = 0;      ///< 0: any number
  bool drugs_only = false;
  double usd = 0;
  std::optional<Date> from, to;
  Citation citation;

  bool holds_on(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

struct Penalty {
  std::string id, title;
  double usd = 0;
  std::optional<double> most_usd;
  std::string per; ///< day, or empty
  std::optional<Date> from, to;
  Citation citation;

  bool holds_on(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

/// A figure of the regulator's reports and what it counts.
struct Measure {
  std::string id, title, counts;
  std::optional<Date> from, to;
  Citation citation;

  bool holds_on(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

/// What is to be paid for.
struct ReviewCharge {
  std::string review = "regular", profession = "physician", ended = {};
  int reviewers = 1;
  bool drugs_only = false;
};

struct MoneyRules {
  std::vector<Fee> fees;
  std::vector<Penalty> penalties;
  std::vector<Measure> measures;

  /// The fee in force on the day whose circumstances all fit, the most particular first; null when none is known.
  const Fee* fee(const ReviewCharge& charge, Date day) const;
};

} // namespace openimr::jurisdictions
