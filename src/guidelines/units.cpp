#include "guidelines/units.h"

#include <algorithm>
#include <array>

namespace openimr::guidelines {
namespace {

enum class Measure { Time, Mass, MassADay, Length, Percent, Angle, Visits, Morphine };

struct Unit {
  std::string_view name; ///< without the plural's s
  Measure measure;
  double factor; ///< of the measure's base unit
};

template <std::size_t size> consteval std::array<Unit, size> by_name(std::array<Unit, size> rows) {
  std::sort(rows.begin(), rows.end(), [](const Unit& a, const Unit& b) { return a.name < b.name; });
  return rows;
}

/// In order of the names, which are looked up for every number compared.
constexpr std::array<Unit, 44> units = by_name<44>({{{"minute", Measure::Time, 1.0 / 1440},
                                                     {"min", Measure::Time, 1.0 / 1440},
                                                     {"hour", Measure::Time, 1.0 / 24},
                                                     {"hr", Measure::Time, 1.0 / 24},
                                                     {"day", Measure::Time, 1},
                                                     {"week", Measure::Time, 7},
                                                     {"wk", Measure::Time, 7},
                                                     {"month", Measure::Time, 30.4375},
                                                     {"year", Measure::Time, 365.25},
                                                     {"yr", Measure::Time, 365.25},
                                                     {"mcg", Measure::Mass, 0.001},
                                                     {"microgram", Measure::Mass, 0.001},
                                                     {"mg", Measure::Mass, 1},
                                                     {"milligram", Measure::Mass, 1},
                                                     {"g", Measure::Mass, 1000},
                                                     {"gm", Measure::Mass, 1000},
                                                     {"gram", Measure::Mass, 1000},
                                                     {"kg", Measure::Mass, 1e6},
                                                     {"lb", Measure::Mass, 453592.37},
                                                     {"pound", Measure::Mass, 453592.37},
                                                     {"oz", Measure::Mass, 28349.523125},
                                                     {"ounce", Measure::Mass, 28349.523125},
                                                     {"mcg a day", Measure::MassADay, 0.001},
                                                     {"mg a day", Measure::MassADay, 1},
                                                     {"mg/day", Measure::MassADay, 1},
                                                     {"g a day", Measure::MassADay, 1000},
                                                     {"g/day", Measure::MassADay, 1000},
                                                     {"mm", Measure::Length, 1},
                                                     {"cm", Measure::Length, 10},
                                                     {"inch", Measure::Length, 25.4},
                                                     {"inche", Measure::Length, 25.4},
                                                     {"feet", Measure::Length, 304.8},
                                                     {"foot", Measure::Length, 304.8},
                                                     {"percent", Measure::Percent, 1},
                                                     {"%", Measure::Percent, 1},
                                                     {"degree", Measure::Angle, 1},
                                                     {"visit", Measure::Visits, 1},
                                                     {"session", Measure::Visits, 1},
                                                     {"treatment", Measure::Visits, 1},
                                                     {"appointment", Measure::Visits, 1},
                                                     {"mg oral morphine equivalent a day", Measure::Morphine, 1},
                                                     {"MME/day", Measure::Morphine, 1},
                                                     {"MED/day", Measure::Morphine, 1},
                                                     {"mg MED a day", Measure::Morphine, 1}}});

std::string_view singular(std::string_view unit) {
  if (unit.size() > 2 && unit.back() == 's') unit.remove_suffix(1);
  return unit;
}

const Unit* row(std::string_view unit) {
  const auto found = std::lower_bound(units.begin(), units.end(), singular(unit),
                                      [](const Unit& one, std::string_view name) { return one.name < name; });
  return found != units.end() && found->name == singular(unit) ? &*found : nullptr;
}

} // namespace

UnitRow unit_row(std::string_view unit) {
  if (unit.empty()) return no_unit;
  const Unit* found = row(unit);
  return found ? static_cast<UnitRow>(found - units.data()) : unlisted_unit;
}

std::optional<double> converted(double number, UnitRow from_row, std::string_view from, UnitRow to_row,
                                std::string_view to) {
  if (from_row == no_unit || to_row == no_unit) return number;
  if (from_row == unlisted_unit || to_row == unlisted_unit)
    return singular(from) == singular(to) ? std::optional(number) : std::nullopt;
  if (from_row == to_row) return number;
  const Unit &known = units[static_cast<std::size_t>(from_row)], &wanted = units[static_cast<std::size_t>(to_row)];
  if (known.measure != wanted.measure) return {};
  return number * known.factor / wanted.factor;
}

std::optional<double> converted(double number, std::string_view from, std::string_view to) {
  return converted(number, unit_row(from), from, unit_row(to), to);
}

Date months_before(Date day, int months) {
  const int month = day.year() * 12 + static_cast<int>(day.month()) - 1 - months;
  for (unsigned last = day.day(); last > 0; --last)
    if (const auto found = Date::from(month / 12, static_cast<unsigned>(month % 12) + 1, last)) return *found;
  return day;
}

} // namespace openimr::guidelines
