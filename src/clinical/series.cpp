#include "clinical/series.h"

#include "clinical/direction.h"
#include "clinical/plain_words.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <map>

namespace openimr::clinical {
namespace {

using records::Fact;

bool is_actual(const Fact& fact) {
  return fact.date && fact.assertion == records::Assertion::Present &&
         fact.experiencer == records::Experiencer::Patient && !fact.from_ur_only && !fact.is_derived &&
         (fact.temporality == records::Temporality::Current || fact.temporality == records::Temporality::Historical);
}

double number_of(const std::string& words) { return std::strtod(words.c_str(), nullptr); }

/// What a fact adds to which series.
struct Measured {
  std::string name, unit;
  double number = 0;
  MeasureRule rule;
};

/// Pain at its worst is another thing than pain on average.
std::string name_of_pain(const std::string& context) {
  if (context == "with" || context == "after") return "pain with treatment";
  if (context == "without" || context == "before") return "pain without treatment";
  if (context == "worst") return "pain at worst";
  if (context == "least" || context == "best") return "pain at best";
  if (context == "average") return "pain on average";
  return "pain";
}

std::optional<Measured> measured(const CourseRules& rules, const Fact& fact) {
  if (fact.concept_id == "work.status") {
    const std::string status = detail(fact, "value");
    if (status != "not working" && status != "modified work" && status != "full duty") return std::nullopt;
    MeasureRule ranks{"work.status", "work status", Better::More, 1, 0, "rank: not working, modified work, full duty"};
    return Measured{"work status", "",
                    status == "not working"     ? 0.0
                    : status == "modified work" ? 1.0
                                                : 2.0,
                    std::move(ranks)};
  }
  const MeasureRule* rule = rules.measure_of(fact.concept_id);
  if (!rule || !fact.number) return std::nullopt;
  std::string name = rule->name.empty() ? fact.concept_id.substr(rule->concept_id.size()) : rule->name;
  std::replace(name.begin(), name.end(), '_', ' ');
  if (detail(fact, "limit") == "yes") name += " limit"; // "no lifting over 10 pounds"
  if (fact.concept_id == "score.pain") name = name_of_pain(detail(fact, "context"));
  return Measured{std::move(name), fact.unit, *fact.number, *rule};
}

/// A fact as it is said on one day.
struct Occurrence {
  const Fact* fact = nullptr;
  const records::Evidence* place = nullptr;
  double number = 0;
  bool is_first = true; ///< not copied word for word from an earlier day
};

/// The days on which a fact is said. Words that name their own day count for that day only.
std::vector<std::pair<Date, Occurrence>> days_of(const Fact& fact, double number) {
  std::vector<std::pair<Date, Occurrence>> days;
  if (detail(fact, "dated").empty())
    for (const records::Evidence& place : fact.evidence)
      if (place.day && (days.empty() || days.back().first != *place.day))
        days.emplace_back(*place.day, Occurrence{&fact, &place, number, days.empty()});
  if (days.empty()) days.emplace_back(*fact.date, Occurrence{&fact, &fact.evidence.front(), number, true});
  return days;
}

/// What is said of one measure on one day.
using Day = std::vector<Occurrence>;

/// A series while it grows.
struct Draft {
  MeasureRule rule;
  bool adds_up = false; ///< doses of several strengths or drugs; else the highest counts
  std::map<Date, Day> days;

  /// Where something is said anew on a day, what was copied from an earlier one does not count.
  static Day counting(const Day& day) {
    Day fresh;
    std::copy_if(day.begin(), day.end(), std::back_inserter(fresh), [](const Occurrence& one) { return one.is_first; });
    return fresh.empty() ? day : fresh;
  }

  SeriesPoint point(Date date, const Day& all) const {
    SeriesPoint point;
    point.date = date;
    const Day day = adds_up ? all : counting(all);
    const auto deciding = std::max_element(
        day.begin(), day.end(), [](const Occurrence& a, const Occurrence& b) { return a.number < b.number; });
    point.evidence = *deciding->place;
    point.words = deciding->fact->kind == "work" ? detail(*deciding->fact, "value") : deciding->fact->text;
    point.number = deciding->number;
    point.facts.push_back(deciding->fact->id);
    for (const Occurrence& one : day) {
      if (one.fact == deciding->fact) continue;
      point.facts.push_back(one.fact->id);
      if (!adds_up) continue;
      point.number += one.number;
      point.words += "; " + one.fact->text;
    }
    return point;
  }

  /// Nothing but copies of the point before.
  bool repeats(const SeriesPoint& before, const SeriesPoint& point, const Day& day) const {
    return before.number == point.number && std::none_of(day.begin(), day.end(), [&](const Occurrence& one) {
             return one.is_first ||
                    std::find(before.facts.begin(), before.facts.end(), one.fact->id) == before.facts.end();
           });
  }

  Series finish(const std::string& measure, const std::string& unit) const {
    Series series{measure, unit, rule.source, {}, Trend::Unknown};
    for (const auto& [date, day] : days) {
      SeriesPoint next = point(date, day);
      if (!series.points.empty() && repeats(series.points.back(), next, day)) {
        series.points.back().until = date;
        continue;
      }
      if (!series.points.empty()) next.since_last = trend_by(rule, series.points.back().number, next.number);
      series.points.push_back(std::move(next));
    }
    if (series.points.size() > 1)
      series.overall = trend_by(rule, series.points.front().number, series.points.back().number);
    return series;
  }
};

using Drafts = std::map<std::pair<std::string, std::string>, Draft>; ///< by measure and unit

/// What is taken of one drug on one day: strength -> the statement with the highest daily amount.
using Strengths = std::map<double, Occurrence>;

/// What is taken of a drug on one day, by its chart name.
using Forms = std::map<std::string, Strengths>;

/// The drugs of each day that count: those in use or, when none of the same name is listed as in use, those prescribed.
std::map<Date, std::map<std::string, Forms>> drugs_of_days(const records::Chart& chart, const char* name_key,
                                                           const char* amount_key) {
  std::map<Date, std::map<std::string, Forms>> in_use, prescribed;
  for (const Fact& fact : chart.facts) {
    const std::string status = detail(fact, "status");
    if (fact.kind != "drug" || !is_actual(fact) || detail(fact, amount_key).empty()) continue;
    if (status != "current" && status != "prescribed") continue;
    if (!detail(fact, "warnings").empty()) continue; // a direction that contradicts itself gives no amount of a day
    auto& days = status == "current" ? in_use : prescribed;
    for (const auto& [day, said] : days_of(fact, number_of(detail(fact, amount_key)))) {
      Occurrence& highest =
          days[day][detail(fact, name_key)][detail(fact, "generic")][number_of(detail(fact, "strength"))];
      if (!highest.fact || said.number > highest.number) highest = said;
    }
  }
  for (auto& [day, drugs] : prescribed)
    for (auto& [drug, forms] : drugs) in_use[day].try_emplace(drug, std::move(forms));
  return in_use;
}

/// "30 mg", "25 mcg": the unit in which strengths can be added up; empty for percents and what has none.
std::string unit_of(const Fact& fact) {
  const std::string strength = detail(fact, "strength");
  if (strength.ends_with("mcg")) return "mcg";
  return strength.ends_with("mg") ? "mg" : "";
}

/// 2.67 tablets of 30 mg are 80 mg: directions round.
double whole(double value) {
  const double rounded = std::round(value);
  return std::abs(value - rounded) <= 0.005 * value ? rounded : value;
}

void add_to_total(Drafts& drafts, const std::string& measure, const std::string& unit, Date day, Occurrence said) {
  Draft& draft = drafts[{measure, unit}];
  draft.rule = {"", measure, Better::Neither, 0.001, 0, ""};
  draft.adds_up = true;
  draft.days[day].push_back(said);
}

void add_doses(const records::Chart& chart, Drafts& drafts) {
  for (const auto& [day, drugs] : drugs_of_days(chart, "generic", "max_per_day"))
    for (const auto& [drug, forms] : drugs)
      for (auto [strength, said] : forms.at(drug)) {
        const std::string unit = unit_of(*said.fact);
        if (!unit.empty()) said.number = whole(said.number * strength);
        add_to_total(drafts, drug, unit.empty() ? "a day" : unit + " a day", day, said);
      }
}

/// "MS Contin 30 mg" and "morphine 30 mg" of one day with the same amount are one prescription, told twice; a name
/// without a form that comes to another amount is a prescription of its own (oxycodone beside OxyContin).
void count_once(Forms& forms, const std::string& ingredient) {
  const auto plain = forms.find(ingredient);
  if (plain == forms.end()) return;
  std::erase_if(plain->second, [&](const auto& told) {
    return std::any_of(forms.begin(), forms.end(), [&](const auto& form) {
      const auto same = form.second.find(told.first);
      return form.first != ingredient && same != form.second.end() && same->second.number == told.second.number;
    });
  });
}

/// The graded factor goes by the whole dose of the day; every prescription gets its share.
void grade_methadone(Forms& forms, Date day) {
  double whole_dose = 0;
  for (const auto& [form, strengths] : forms)
    for (const auto& [strength, said] : strengths) whole_dose += number_of(detail(*said.fact, "mme_from"));
  if (whole_dose <= 0) return;
  const double factor = methadone_equivalents(whole_dose, day) / whole_dose;
  for (auto& [form, strengths] : forms)
    for (auto& [strength, said] : strengths) said.number = factor * number_of(detail(*said.fact, "mme_from"));
}

void add_morphine_equivalents(const records::Chart& chart, Drafts& drafts) {
  for (auto& [day, drugs] : drugs_of_days(chart, "ingredient", "mme_per_day"))
    for (auto& [drug, forms] : drugs) {
      count_once(forms, drug);
      if (drug == "methadone") grade_methadone(forms, day);
      for (const auto& [form, strengths] : forms)
        for (const auto& [strength, said] : strengths)
          add_to_total(drafts, "morphine equivalents", "MME/day", day, said);
    }
}

} // namespace

std::vector<Series> measured_series(const Vocabulary& vocabulary, const records::Chart& chart) {
  Drafts drafts; // minutes and blocks of walking are two series
  for (const Fact& fact : chart.facts) {
    if (!is_actual(fact)) continue;
    auto one = measured(vocabulary.course(), fact);
    if (!one) continue;
    Draft& draft = drafts[{one->name, one->unit}];
    draft.rule = std::move(one->rule);
    for (const auto& [day, said] : days_of(fact, one->number)) draft.days[day].push_back(said);
  }
  add_doses(chart, drafts);
  add_morphine_equivalents(chart, drafts);
  std::vector<Series> all;
  for (const auto& [key, draft] : drafts) all.push_back(draft.finish(key.first, key.second));
  return all;
}

std::vector<Mentions> first_and_last_mentions(const records::Chart& chart) {
  std::map<std::string, Mentions> by_concept;
  for (const Fact& fact : chart.facts) {
    if (!is_actual(fact)) continue;
    const Date last = Date::parse_iso(detail(fact, "last")).value_or(*fact.date);
    const auto [place, is_new] =
        by_concept.try_emplace(fact.concept_id, Mentions{fact.concept_id, *fact.date, last, {}});
    Mentions& mentions = place->second;
    mentions.first = std::min(mentions.first, *fact.date);
    mentions.last = std::max(mentions.last, last);
    mentions.facts.push_back(fact.id);
  }
  std::vector<Mentions> all;
  for (auto& [id, mentions] : by_concept) all.push_back(std::move(mentions));
  return all;
}

} // namespace openimr::clinical
