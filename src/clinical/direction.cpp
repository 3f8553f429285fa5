#include "clinical/direction.h"

#include "clinical/direction_parser.h"
#include "clinical/direction_spelling.h"
#include "clinical/drug_mentions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace openimr::clinical {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> form_words = {{{"cream", "cream"},
                                                                                       {"gel", "gel"},
                                                                                       {"ointment", "ointment"},
                                                                                       {"lotion", "lotion"},
                                                                                       {"patch", "patch"},
                                                                                       {"patches", "patch"},
                                                                                       {"solution", "solution"},
                                                                                       {"suspension", "suspension"},
                                                                                       {"spray", "spray"},
                                                                                       {"troche", "troche"},
                                                                                       {"infusion", "infusion"},
                                                                                       {"injection", "injection"},
                                                                                       {"lozenge", "lozenge"}}};

double mme_factor(const Drug& drug, std::optional<Date> on) {
  if (on && *on < *Date::from(2016, 3, 15)) return drug.mme.of_2009;
  if (on && *on >= *Date::from(2022, 11, 3)) return drug.mme.of_2022;
  return drug.mme.of_2016;
}

/// The smallest amount of "300/30 mg"; of "120/12 mg/5 mL" in one mL.
double smallest_of(const std::string& whole) {
  double smallest = 0;
  const std::string strength = whole.substr(0, whole.find(' '));
  const std::size_t volume = whole.find("mg/");
  const double divisor = volume == std::string::npos ? 1 : std::strtod(whole.c_str() + volume + 3, nullptr);
  for (std::size_t at = 0; at < strength.size();) {
    char* end = nullptr;
    const double amount = std::strtod(strength.c_str() + at, &end);
    if (amount > 0 && (smallest == 0 || amount < smallest)) smallest = amount;
    at = strength.find('/', static_cast<std::size_t>(end - strength.c_str()));
    if (at == std::string::npos) break;
    ++at;
  }
  return divisor > 0 ? smallest / divisor : smallest;
}

/// "Tylenol #3": a name that stands for a strength.
void name_strength(const Drug& drug, std::string_view name, Direction& direction) {
  if (!direction.strength.empty()) return;
  const auto told = drug.strength_of_name.find(text::fold(name));
  if (told == drug.strength_of_name.end()) return;
  direction.strength = told->second + " mg";
  direction.strength_mg = std::strtod(told->second.c_str(), nullptr);
}

/// The daily amount that a table's factor multiplies: mg, or mcg/h of the patches worn at a time; 0 when unknown.
double amount_for_factor(const Direction& direction, const Drug& drug, bool is_patch) {
  if (direction.unit == "mg") return direction.max_per_day.value_or(0);
  if (!direction.strength_mg) return 0;
  const double units = is_patch ? direction.dose_high.value_or(direction.dose_low.value_or(1)) : *direction.max_per_day;
  return units * (drug.mme_of_smallest ? smallest_of(direction.strength) : *direction.strength_mg);
}

void set_max(const DirectionParser& parser, std::vector<Clause>& clauses, Direction& direction) {
  // A dose without a schedule takes that of the next clause, else of the one before; tapers by days alone are once a
  // day.
  bool any_schedule =
      std::any_of(clauses.begin(), clauses.end(), [](const Clause& clause) { return clause.has_schedule(); });
  for (std::size_t k = 0; k < clauses.size(); ++k) {
    if (clauses[k].has_schedule()) continue;
    for (std::size_t next = k + 1; next < clauses.size() && !clauses[k].has_schedule(); ++next)
      clauses[k].times = clauses[next].times, clauses[k].slots = clauses[next].times ? 0 : clauses[next].slots;
    for (std::size_t before = k; before-- > 0 && !clauses[k].has_schedule();)
      clauses[k].times = clauses[before].times, clauses[k].slots = clauses[before].times ? 0 : clauses[before].slots;
    if (!any_schedule && clauses[k].duration && clauses.size() > 1) clauses[k].times = 1;
  }
  std::optional<double> best;
  double sum = 0;
  bool has_sum = false;
  unsigned parts = 0;
  double dose = 1; // "two at bedtime for a week, then twice a day": two
  for (const Clause& clause : clauses) {
    dose = clause.high.value_or(clause.is_next ? dose : 1);
    // Doses at other parts of the same day come together, with or without an "and".
    const bool is_same_day = parts != 0 && clause.parts != 0 && (parts & clause.parts) == 0 && !clause.is_next &&
                             !clause.is_of_day && !clause.duration;
    parts = (clause.adds || is_same_day ? parts : 0) | clause.parts;
    if (clause.duration) parts = 0;
    if (!clause.adds && !is_same_day) sum = 0, has_sum = false;
    if (clause.has_schedule() && (clause.high || has_sum == false)) {
      double a_day = dose * clause.times.value_or(clause.slots);
      if (clause.pause && clause.duration) a_day *= *clause.duration / (*clause.duration + *clause.pause);
      sum += a_day;
      has_sum = true;
    }
    if (has_sum && (!best || sum > *best)) best = sum;
  }
  if (parser.repeats() > 0) {
    const auto dosed =
        std::find_if(clauses.begin(), clauses.end(), [](const Clause& clause) { return clause.high.has_value(); });
    if (dosed != clauses.end() && (!best || (dosed->times.value_or(1) <= 1 && dosed->slots <= 1)))
      best = *dosed->high * (1 + parser.repeats());
  }
  if (const auto& cap = parser.max()) {
    const std::string& unit = direction.unit;
    double limit = cap->number;
    bool counts = cap->unit.empty() || cap->unit == unit || !is_one_of(cap->unit, {"mg", "mcg", "g"});
    if (!counts && direction.strength_mg && *direction.strength_mg > 0 && cap->unit == "mg" && unit != "mg") {
      limit = cap->number / *direction.strength_mg;
      counts = true;
    }
    if (!counts && parser.repeats() > 0 && parser.interval_hours() > 0 && direction.as_needed)
      best.reset(); // only a ceiling in mg bounds it, and the strength is not known
    if (counts && (!best || limit < *best || cap->unit.empty() == false)) best = best ? std::min(*best, limit) : limit;
  }
  direction.max_per_day = best;
}

bool is_usual_length(double days) {
  for (const double usual : {1,  2,  3,  4,  5,  6,  7,  8,  10, 12, 14, 15, 18,  20,  21, 25,
                             28, 30, 31, 35, 42, 45, 56, 60, 62, 84, 90, 93, 100, 120, 180})
    if (std::abs(days - usual) <= 0.03 * usual + 0.001) return true;
  return false;
}

void warn(const DirectionParser& parser, const Drug* drug, Direction& direction) {
  const double hours = parser.interval_hours();
  const auto listed = [](const std::vector<double>& values) {
    std::string words;
    for (std::size_t k = 0; k < values.size(); ++k)
      words += (k == 0 ? "" : k + 1 == values.size() ? " or " : ", ") + plain_number(values[k]);
    return words;
  };
  if (hours > 0) {
    const bool usual = drug && !drug->usual_hours.empty();
    const bool is_listed =
        usual && std::find(drug->usual_hours.begin(), drug->usual_hours.end(), hours) != drug->usual_hours.end();
    const bool divides = hours < 24 ? std::abs(24 / hours - std::round(24 / hours)) < 0.001
                                    : std::abs(hours / 24 - std::round(hours / 24)) < 0.001;
    if (!divides)
      direction.warnings.push_back(fmt::format(
          "An interval of {} hours is unusual: it does not divide a day{}.", plain_number(hours),
          usual ? fmt::format(", and {} is usually dosed every {} hours", drug->generic, listed(drug->usual_hours))
                : ""));
    else if (usual && !is_listed && hours < drug->usual_hours.front())
      direction.warnings.push_back(
          fmt::format("Every {} hours is more often than usual: {} is usually dosed every {} hours.",
                      plain_number(hours), drug->generic, listed(drug->usual_hours)));
  }
  if (direction.quantity && direction.quantity_unit.empty() && direction.max_per_day && *direction.max_per_day > 0 &&
      !direction.as_needed) {
    const double by_direction = *direction.max_per_day;
    const double month = *direction.quantity / 30;
    const double stated = direction.duration_days ? *direction.duration_days : 0;
    if (stated > 0) {
      if (std::abs(by_direction * stated - *direction.quantity) > std::max(1.0, 0.1 * *direction.quantity))
        direction.warnings.push_back(fmt::format("The direction uses {} in {} days, but the quantity is {}.",
                                                 plain_number(by_direction * stated), plain_number(stated),
                                                 plain_number(*direction.quantity)));
    } else if (!is_usual_length(*direction.quantity / by_direction)) {
      const bool is_round = std::abs(month - std::round(month)) < 0.001 && month >= 1;
      direction.warnings.push_back(
          is_round ? fmt::format("The direction comes to {} a day, but a quantity of {} over 30 days is {} a day: "
                                 "direction and quantity contradict each other.",
                                 plain_number(by_direction), plain_number(*direction.quantity), plain_number(month))
                   : fmt::format("A quantity of {} at {} a day lasts {} days, which is no usual supply.",
                                 plain_number(*direction.quantity), plain_number(by_direction),
                                 plain_number(*direction.quantity / by_direction)));
    }
  }
}

} // namespace

double methadone_equivalents(double mg_per_day, std::optional<Date> on) {
  if (on && *on >= *Date::from(2022, 11, 3)) return mg_per_day * 4.7;
  return mg_per_day * (mg_per_day <= 20 ? 4 : mg_per_day <= 40 ? 8 : mg_per_day <= 60 ? 10 : 12);
}

Direction parse_direction(const Vocabulary& vocabulary, std::string_view words, std::optional<Date> on) {
  Direction direction;
  const Vocabulary::Data& data = vocabulary.data();
  std::vector<text::Token> tokens;
  std::vector<text::TermHit> hits;
  data.matcher.tokenize(words, tokens);
  data.matcher.find(tokens, hits);
  const std::vector<DrugMention> drugs =
      find_drugs(data, words, tokens, hits, {0, static_cast<std::uint32_t>(tokens.size())});
  const DrugMention* drug = drugs.empty() ? nullptr : &drugs.front();
  if (drug) direction.drug = drug->generic;
  if (drug && drug->route == "topical") direction.route = "topical";

  // Names of drugs are no part of the grammar ("Tylenol #3").
  std::vector<DirectionToken> plain;
  for (DirectionToken& token : direction_tokens(words)) {
    const bool in_name = std::any_of(drugs.begin(), drugs.end(), [&](const DrugMention& mention) {
      const std::uint32_t begin = tokens[mention.name.begin].span.begin, end = tokens[mention.extent.end - 1].span.end;
      return token.begin >= begin && token.end <= end && dose_unit(token.word).empty() &&
             token.kind != DirectionToken::Kind::Number && token.word != "#" && token.word != "%";
    });
    const bool in_bare_name = std::any_of(drugs.begin(), drugs.end(), [&](const DrugMention& mention) {
      return token.begin >= tokens[mention.name.begin].span.begin && token.end <= tokens[mention.name.end - 1].span.end;
    });
    if (!in_name && !in_bare_name) plain.push_back(std::move(token));
  }
  for (const DirectionToken& token : plain)
    for (const auto& [word, form] : form_words)
      if (token.word == word && direction.form.empty()) direction.form = form;

  const std::size_t token_count = plain.size();
  correct_spelling(plain);
  DirectionParser parser(std::move(plain), direction);
  parser.run(drug != nullptr);
  std::vector<Clause>& clauses = parser.clauses();
  if (clauses.size() > 1 && !clauses.back().low && !clauses.back().has_schedule()) clauses.pop_back();

  const Clause& first = clauses.front();
  direction.dose_low = first.low;
  direction.dose_high = first.high;
  direction.unit = first.unit;
  for (const Clause& clause : clauses)
    if (direction.unit.empty()) direction.unit = clause.unit;
  static const std::initializer_list<std::string_view> solid = {"tablet",  "capsule", "patch", "suppository",
                                                                "lozenge", "troche",  "film",  "pill"};
  if (direction.form.empty() && is_one_of(direction.unit, solid)) direction.form = direction.unit;
  if (drug && (direction.route.empty() || drug->route == "transdermal")) direction.route = drug->route;
  if (direction.route.empty() && is_one_of(direction.form, {"cream", "gel", "ointment", "lotion"}))
    direction.route = "topical";
  unsigned parts = 0;
  bool is_same_day = false; // "one in the morning, one at noon and two at bedtime"
  for (const Clause& clause : clauses) {
    is_same_day = is_same_day && !clause.is_next && !clause.is_of_day &&
                  (clause.adds || (clause.parts != 0 && (parts & clause.parts) == 0 && parts != 0));
    if (!direction.times_per_day && clause.has_schedule()) {
      direction.times_per_day = clause.times.value_or(clause.slots), direction.frequency = clause.frequency;
      is_same_day = true;
    } else if (is_same_day && clause.has_schedule() && (clause.parts != 0 || !clause.times)) {
      direction.times_per_day = *direction.times_per_day + clause.times.value_or(clause.slots);
      direction.frequency += ", " + clause.frequency;
    }
    parts |= clause.parts;
    if (clause.duration)
      direction.duration_days = direction.duration_days.value_or(0) + *clause.duration;
    else if (clause.is_next && clause.has_schedule())
      direction.duration_days.reset(); // it goes on
  }
  set_max(parser, clauses, direction);

  const bool has_dose = first.low.has_value(), has_schedule = direction.times_per_day.has_value();
  const bool is_short = static_cast<std::size_t>(parser.unknown()) * 2 < token_count;
  direction.parsable =
      (has_dose &&
       (has_schedule || !direction.unit.empty() || !direction.route.empty() || parser.has_verb() ||
        direction.as_needed) &&
       (is_short || has_schedule)) ||
      (has_schedule &&
       (parser.has_verb() || drug || !direction.route.empty() || !direction.form.empty() || parser.unknown() == 0)) ||
      (parser.has_verb() && parser.is_as_directed()) || (drug && (!direction.strength.empty() || direction.quantity)) ||
      (parser.is_as_directed() && token_count <= 3) || (parser.max() && is_short) ||
      (has_dose && direction.duration_days) || (has_dose && parser.has_verb() && !direction.unit.empty());
  if (!direction.parsable) {
    Direction none;
    none.drug = direction.drug;
    return none;
  }

  const Drug* known = drug ? drug->any : nullptr;
  if (known)
    name_strength(*known,
                  words.substr(tokens[drug->name.begin].span.begin,
                               tokens[drug->name.end - 1].span.end - tokens[drug->name.begin].span.begin),
                  direction);
  if (direction.quantity && direction.quantity_unit.empty() && direction.max_per_day && *direction.max_per_day > 0 &&
      !direction.days_supply && !is_one_of(direction.unit, {"mg", "mcg", "g"}) &&
      !is_one_of(direction.form, {"cream", "gel", "ointment", "lotion"}))
    direction.days_supply = *direction.quantity / *direction.max_per_day;
  if (known && direction.max_per_day && drug->route != "topical" && drug->route != "injection" &&
      drug->route != "intrathecal") {
    const double amount = amount_for_factor(direction, *known, drug->route == "transdermal");
    const double equivalents =
        known->base == "methadone" ? methadone_equivalents(amount, on) : amount * mme_factor(*known, on);
    if (equivalents > 0) direction.mme_per_day = equivalents, direction.mme_from = amount;
  }
  warn(parser, drug && drug->drug ? drug->drug : known, direction);
  return direction;
}

} // namespace openimr::clinical
