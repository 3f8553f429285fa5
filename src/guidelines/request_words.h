// Request words: what the words of a request say in numbers and choices, read apart from any chart.
//
//   levels_asked("L4-5, L5-S1", "…")          -> 2
//   rental_days_asked("H-wave 1 month rental") -> 30
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// How many levels a procedure covers, from the level as parsed ("L4-5, L5-S1") and, without one, from words such as
/// "two levels". Nerves named for a medial branch block count as the joints between them.
std::optional<double> levels_asked(const std::string& level, const std::string& words);

/// Length of a rental or trial in days; a month counts 30.
std::optional<double> rental_days_asked(const std::string& words);

/// Hours a week: "20 hours per week", "4 hours a day 7 days a week", "24/7".
std::optional<double> hours_per_week_asked(const std::string& words);

/// Full days of a program: "20 days", "160 hours" (8 a day).
std::optional<double> program_days_asked(const std::string& words);

/// Weeks over which visits are spread: "2 times a week for 6 weeks", "2x6".
std::optional<double> weeks_of_visits_asked(const std::string& words);

/// Where a request in small letters tells the operation that it follows ("12 PT visits s/p rotator cuff repair"): the
/// place of "s/p", "after", …; npos when it tells none of these operations.
std::size_t operation_told(const std::string& words, const std::vector<std::string>& operations);

/// Strength of capsaicin in percent, from the words, or from the chart name of a branded product ("… capsaicin
/// 0.0375"). A product whose words name capsaicin without a strength has none.
std::optional<double> capsaicin_percent(const std::string& strength, bool is_only_ingredient,
                                        const std::string& chart_name, const std::string& words);

} // namespace openimr::guidelines
