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

/// How many mg a unit of weight has.
double mg_of(std::string_view unit) { return unit == "g" ? 1000 : unit == "mcg" ? 0.001 : 1; }

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

/// The part of one dose unit that a ceiling in mg is about: grams of a day are those of the heaviest ingredient
/// ("10/325, not over 3 g a day" bounds the acetaminophen).
double ceiling_part(const Direction& direction, double ceiling_mg) {
  const std::string parts = direction.strength.substr(0, direction.strength.find(' '));
  const std::size_t slash = parts.find('/');
  constexpr double grams = 1000;
  if (ceiling_mg < grams || slash == std::string::npos) return *direction.strength_mg;
  const double first = std::strtod(parts.c_str(), nullptr), second = std::strtod(parts.c_str() + slash + 1, nullptr);
  return first > 0 && second > first ? *direction.strength_mg * second / first : *direction.strength_mg;
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

/// A stage of a direction: so much a day for so long; without a length it goes on.
struct Step {
  double a_day = 0;
  bool has_amount = false, has_pause = false;
  std::optional<double> days;
};

/// Clauses joined to stages: doses at other parts of the same day come together, with or without an "and".
std::vector<Step> steps_of(const std::vector<Clause>& clauses) {
  std::vector<Step> steps;
  unsigned parts = 0;
  double dose = 1; // "two at bedtime for a week, then twice a day": two
  for (const Clause& clause : clauses) {
    dose = clause.high.value_or(clause.is_next ? dose : 1);
    const bool is_same_day = parts != 0 && clause.parts != 0 && (parts & clause.parts) == 0 && !clause.is_next &&
                             !clause.is_of_day && !clause.duration;
    parts = (clause.adds || is_same_day ? parts : 0) | clause.parts;
    if (clause.duration) parts = 0;
    if (steps.empty() || (!clause.adds && !is_same_day)) steps.emplace_back();
    Step& step = steps.back();
    if (clause.duration) step.days = clause.duration;
    step.has_pause = step.has_pause || clause.pause;
    if (!clause.has_schedule() || (!clause.high && step.has_amount)) continue;
    double a_day = dose * clause.times.value_or(clause.slots);
    if (clause.pause && clause.duration) a_day *= *clause.duration / (*clause.duration + *clause.pause);
    step.a_day += a_day;
    step.has_amount = true;
  }
  return steps;
}

/// Whether the stages follow one another for known lengths, the last one perhaps without an end: a taper or a rise.
bool is_taper(const std::vector<Step>& steps) {
  if (steps.size() < 2) return false;
  return std::all_of(steps.begin(), steps.end(), [&](const Step& step) {
    return step.has_amount && step.a_day > 0 && !step.has_pause && (step.days || &step == &steps.back());
  });
}

/// How long a quantity lasts through the stages of a taper. What is left over at its end lasts no longer.
double days_through(const std::vector<Step>& steps, double quantity) {
  double days = 0;
  for (const Step& step : steps) {
    const double lasts = quantity / step.a_day;
    if (!step.days || lasts < *step.days) return days + lasts;
    days += *step.days;
    quantity -= step.a_day * *step.days;
  }
  return days;
}

/// What a taper uses from its first day to its last; empty when it has no end.
std::optional<double> whole_course(const std::vector<Step>& steps) {
  double sum = 0;
  for (const Step& step : steps) {
    if (!step.days) return std::nullopt;
    sum += step.a_day * *step.days;
  }
  return sum;
}

/// The largest amount a day in what the quantity counts: tablets, or mL of a bottle of so many mL. A dose in mg counts
/// where the strength is known; empty when the two cannot be compared.
std::optional<double> counted_a_day(const Direction& direction) {
  if (!direction.max_per_day || *direction.max_per_day <= 0) return std::nullopt;
  if (!direction.quantity_unit.empty())
    return direction.quantity_unit == direction.unit ? direction.max_per_day : std::nullopt;
  if (direction.unit == "mg" && direction.strength_mg.value_or(0) > 0)
    return *direction.max_per_day / *direction.strength_mg;
  return is_one_of(direction.unit, {"mg", "mcg", "g"}) ? std::nullopt : direction.max_per_day;
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
  const std::vector<Step> steps = steps_of(clauses);
  std::optional<double> best;
  for (const Step& step : steps)
    if (step.has_amount && (!best || step.a_day > *best)) best = step.a_day;
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
    const double mg = is_one_of(cap->unit, {"mg", "mcg", "g"}) ? mg_of(cap->unit) : 0; // "not over 3 g a day"
    if (!counts && mg > 0 && direction.strength_mg.value_or(0) > 0 && !is_one_of(unit, {"mg", "mcg", "g"})) {
      limit = cap->number * mg / ceiling_part(direction, cap->number * mg);
      counts = true;
    } else if (!counts && mg > 0 && unit == "mg") {
      limit = cap->number * mg;
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

void warn(const DirectionParser& parser, const std::vector<Step>& steps, const Drug* drug, Direction& direction) {
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
  if (const auto by_day = counted_a_day(direction); direction.quantity && by_day && !direction.as_needed) {
    const double by_direction = *by_day;
    const double month = *direction.quantity / 30;
    const double stated = direction.duration_days ? *direction.duration_days : 0;
    const bool tapers = is_taper(steps);
    if (const auto course = tapers ? whole_course(steps) : std::nullopt; course || (stated > 0 && !tapers)) {
      const double scale = direction.max_per_day == by_day ? 1 : by_direction / *direction.max_per_day; // mg to tablets
      const double used = course ? *course * scale : by_direction * stated;
      if (std::abs(used - *direction.quantity) > std::max(1.0, 0.1 * *direction.quantity))
        direction.warnings.push_back(fmt::format("The direction uses {} in {} days, but the quantity is {}.",
                                                 plain_number(used), plain_number(stated),
                                                 plain_number(*direction.quantity)));
    } else if (direction.quantity_unit.empty() && !tapers && !is_usual_length(*direction.quantity / by_direction)) {
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

namespace {

/// "TENS unit 30 minutes three times a day": words of a device or a therapy, with nothing that is taken or applied.
bool is_use_of_a_thing(const Vocabulary::Data& data, const std::vector<text::TermHit>& hits,
                       const Direction& direction) {
  if (!direction.strength.empty() || !direction.form.empty()) return false;
  if (!is_one_of(direction.unit, {"", "unit", "application", "injection"})) return false;
  return std::any_of(hits.begin(), hits.end(), [&](const text::TermHit& hit) {
    const auto& meanings = data.meanings[hit.term];
    return std::any_of(meanings.begin(), meanings.end(), [&](const Meaning& meaning) {
      return meaning.kind == MeaningKind::Concept && !meaning.needs_upper &&
             is_one_of(data.concept_defs[meaning.index].kind, {"device", "therapy", "procedure", "test", "imaging"});
    });
  });
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
      (has_schedule && (parser.has_verb() || drug || (parser.has_drug() && !direction.strength.empty()) ||
                        !direction.route.empty() || !direction.form.empty() || parser.unknown() == 0)) ||
      (parser.has_verb() && parser.is_as_directed()) || (drug && (!direction.strength.empty() || direction.quantity)) ||
      (parser.is_as_directed() && token_count <= 3) || (parser.max() && is_short) ||
      (has_dose && direction.duration_days) || (has_dose && parser.has_verb() && !direction.unit.empty());
  if (!drug && is_use_of_a_thing(data, hits, direction)) direction.parsable = false;
  if (!direction.parsable) {
    Direction none;
    none.drug = direction.drug;
    return none;
  }

  const Drug* known = drug ? drug->any : nullptr;
  if (drug && drug->route == "transdermal" && direction.strength.ends_with(" mcg") && direction.strength_mg) {
    direction.strength += "/h"; // "fentanyl 100 mcg patch": a patch is named by its rate
    direction.strength_mg = *direction.strength_mg * 1000;
  }
  if (known)
    name_strength(*known,
                  words.substr(tokens[drug->name.begin].span.begin,
                               tokens[drug->name.end - 1].span.end - tokens[drug->name.begin].span.begin),
                  direction);
  const std::vector<Step> steps = steps_of(clauses);
  if (const auto by_day = counted_a_day(direction);
      direction.quantity && by_day && !direction.days_supply &&
      (!direction.quantity_unit.empty() || !is_one_of(direction.form, {"cream", "gel", "ointment", "lotion"}))) {
    const bool tapers = is_taper(steps) && direction.max_per_day == by_day;
    direction.days_supply = tapers ? days_through(steps, *direction.quantity) : *direction.quantity / *by_day;
  }
  if (known && direction.max_per_day && drug->route != "topical" && drug->route != "injection" &&
      drug->route != "intrathecal") {
    const double amount = amount_for_factor(direction, *known, drug->route == "transdermal");
    const double equivalents =
        known->base == "methadone" ? methadone_equivalents(amount, on) : amount * mme_factor(*known, on);
    if (equivalents > 0) direction.mme_per_day = equivalents, direction.mme_from = amount;
  }
  warn(parser, steps, drug && drug->drug ? drug->drug : known, direction);
  return direction;
}

} // namespace openimr::clinical
