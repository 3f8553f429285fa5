#include "clinical/series.h"

#include "clinical/plain_words.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace openimr::clinical {
namespace {

using records::Fact;

enum class Better { Less, More, Neither };

/// What a fact adds to which series.
struct Measure {
  std::string name, unit;
  double number = 0;
  Better better = Better::More;
  double least_change = 0; ///< smaller differences are no change
  bool is_share = false;   ///< least_change is a share of the earlier value
};

bool is_actual(const Fact& fact) {
  return fact.date && fact.assertion == records::Assertion::Present &&
         fact.experiencer == records::Experiencer::Patient && !fact.from_ur_only && !fact.is_derived &&
         (fact.temporality == records::Temporality::Current || fact.temporality == records::Temporality::Historical);
}

std::optional<Measure> measure_of(const Fact& fact) {
  if (fact.concept_id == "score.pain" && fact.number) {
    const std::string context = detail(fact, "context");
    const std::string name = context == "with" || context == "after"       ? "pain with treatment"
                             : context == "without" || context == "before" ? "pain without treatment"
                                                                           : "pain";
    return Measure{name, fact.unit, *fact.number, Better::Less, 2, false};
  }
  if (fact.concept_id == "func.oswestry" && fact.number)
    return Measure{"Oswestry score", fact.unit, *fact.number, Better::Less, 10, false};
  if (fact.concept_id.starts_with("func.tolerance.") && fact.number)
    return Measure{fact.concept_id.substr(15), fact.unit, *fact.number, Better::More, 0.2, true};
  if (fact.concept_id == "work.status") {
    const std::string status = detail(fact, "value");
    if (status != "not working" && status != "modified work" && status != "full duty") return std::nullopt;
    return Measure{"work status", "", status == "not working" ? 0.0 : status == "modified work" ? 1.0 : 2.0,
                   Better::More,  1,  false};
  }
  const std::string status = detail(fact, "status");
  if (fact.kind == "drug" && (status == "current" || status == "prescribed") && !detail(fact, "max_per_day").empty()) {
    const std::string strength = detail(fact, "strength");
    return Measure{detail(fact, "generic") + (strength.empty() ? "" : " " + strength),
                   "a day",
                   std::strtod(detail(fact, "max_per_day").c_str(), nullptr),
                   Better::Neither,
                   0.001,
                   false};
  }
  return std::nullopt;
}

Trend trend_of(const Measure& measure, double before, double now) {
  const double least = measure.is_share ? measure.least_change * std::abs(before) : measure.least_change;
  if (std::abs(now - before) + 1e-9 < least || now == before) return Trend::Unchanged;
  if (measure.better == Better::Neither) return now < before ? Trend::Lower : Trend::Higher;
  return (now < before) == (measure.better == Better::Less) ? Trend::Improved : Trend::Worse;
}

/// A series while it grows: points by day.
struct Draft {
  Measure measure;
  std::map<std::string, SeriesPoint> days;

  /// Of several values of a day the higher counts.
  void add(const Fact& fact, const Measure& one) {
    const auto [place, is_new] =
        days.try_emplace(fact.date->iso(), SeriesPoint{*fact.date,
                                                       one.number,
                                                       fact.kind == "work" ? detail(fact, "value") : fact.text,
                                                       {},
                                                       std::nullopt,
                                                       Trend::Unknown});
    SeriesPoint& point = place->second;
    if (!is_new && one.number > point.number) {
      point.number = one.number;
      point.words = fact.kind == "work" ? detail(fact, "value") : fact.text;
    }
    point.facts.push_back(fact.id);
    if (const auto last = Date::parse_iso(detail(fact, "last")); last && (!point.until || *last > *point.until))
      point.until = last;
  }

  Series finish() const {
    Series series{measure.name, measure.unit, {}, Trend::Unknown};
    for (const auto& [day, point] : days) {
      series.points.push_back(point);
      if (series.points.size() > 1)
        series.points.back().since_last =
            trend_of(measure, series.points[series.points.size() - 2].number, point.number);
    }
    if (series.points.size() > 1)
      series.overall = trend_of(measure, series.points.front().number, series.points.back().number);
    return series;
  }
};

/// Morphine equivalents of all opioids of a day: overlapping statements of one ingredient count once, by the highest.
void add_morphine_equivalents(const records::Chart& chart,
                              std::map<std::pair<std::string, std::string>, Draft>& drafts) {
  std::map<std::string, std::map<std::string, const Fact*>> days;
  for (const Fact& fact : chart.facts) {
    const std::string status = detail(fact, "status");
    if (!is_actual(fact) || fact.kind != "drug" || detail(fact, "mme_per_day").empty() ||
        (status != "current" && status != "prescribed"))
      continue;
    const Fact*& highest = days[fact.date->iso()][detail(fact, "ingredient") + detail(fact, "strength")];
    if (!highest || std::strtod(detail(fact, "mme_per_day").c_str(), nullptr) >
                        std::strtod(detail(*highest, "mme_per_day").c_str(), nullptr))
      highest = &fact;
  }
  for (const auto& [day, of_day] : days) {
    double sum = 0;
    SeriesPoint point;
    for (const auto& [ingredient, fact] : of_day) {
      sum += std::strtod(detail(*fact, "mme_per_day").c_str(), nullptr);
      point.date = *fact->date;
      point.words += (point.words.empty() ? "" : "; ") + fact->text;
      point.facts.push_back(fact->id);
    }
    point.number = sum;
    Draft& draft = drafts[{"morphine equivalents a day", "MME/day"}];
    draft.measure = {"morphine equivalents a day", "MME/day", sum, Better::Neither, 0.001, false};
    draft.days.emplace(day, std::move(point));
  }
}

} // namespace

std::vector<Series> measured_series(const records::Chart& chart) {
  std::map<std::pair<std::string, std::string>, Draft> drafts; // minutes and blocks of walking are two series
  for (const Fact& fact : chart.facts) {
    if (!is_actual(fact)) continue;
    const auto measure = measure_of(fact);
    if (!measure) continue;
    Draft& draft = drafts[{measure->name, measure->unit}];
    draft.measure = *measure;
    draft.add(fact, *measure);
  }
  add_morphine_equivalents(chart, drafts);
  std::vector<Series> all;
  for (const auto& [key, draft] : drafts) all.push_back(draft.finish());
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

const char* name(Trend value) {
  switch (value) {
  case Trend::Unknown:
    return "unknown";
  case Trend::Improved:
    return "improved";
  case Trend::Unchanged:
    return "unchanged";
  case Trend::Worse:
    return "worse";
  case Trend::Lower:
    return "lower";
  case Trend::Higher:
    return "higher";
  }
  return "";
}

} // namespace openimr::clinical
