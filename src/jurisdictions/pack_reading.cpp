#include "jurisdictions/pack_reading.h"

#include <fmt/ranges.h>

namespace openimr::jurisdictions {

using text::Value;

Citation read_citation(const Value& row) {
  Citation citation{row.required("citation").string(), row.required("verified").boolean(), row["note"].string()};
  return citation;
}

Period read_period(const Value& row) {
  Period period;
  period.amount = row.required("amount").integer();
  if (period.amount < 0 || period.amount > 4000)
    row["amount"].problem(std::to_string(period.amount), "a number from 0 to 4000", "correct it");
  const std::string unit =
      row.required("unit").one_of({"calendar_days", "business_days", "court_days", "hours", "months"}, "calendar_days");
  if (unit == "hours") period.unit = TimeUnit::Hours;
  if (unit == "months") period.unit = TimeUnit::Months;
  if (unit == "business_days" || unit == "court_days") {
    period.unit = TimeUnit::OpenDays;
    period.calendar = row["calendar"].string(unit == "business_days" ? "business" : "judicial");
  }
  period.month_end_to_first = row["month_end"].one_of({"last_day", "first_of_next"}, "last_day") == "first_of_next";
  return period;
}

std::string read_word(const Value& value, const std::vector<std::string>& known) {
  const std::string word = value.string();
  if (!value.is_present() || std::find(known.begin(), known.end(), word) != known.end()) return word;
  const std::string near = text::nearest(word, known);
  value.problem(fmt::format("\"{}\"", word), fmt::format("one of {}", fmt::join(known, ", ")),
                near.empty() ? "choose one of them" : fmt::format("did you mean \"{}\"?", near));
  return word;
}

} // namespace openimr::jurisdictions
