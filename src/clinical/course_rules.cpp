#include "clinical/course_rules.h"

#include "text/data_file.h"

#include <algorithm>
#include <cmath>

namespace openimr::clinical {
namespace {

MeasureRule read_measure(const text::Value& entry) {
  entry.only({"concept", "name", "better", "least", "share", "source"});
  MeasureRule rule;
  rule.concept_id = entry.required("concept").string();
  rule.name = entry["name"].string();
  const std::string better = entry.required("better").one_of({"less", "more", "neither"});
  rule.better = better == "less" ? Better::Less : better == "more" ? Better::More : Better::Neither;
  rule.least = entry["least"].number();
  rule.share = entry["share"].number();
  rule.source = entry.required("source").string();
  if (rule.least <= 0 && rule.share <= 0)
    entry.problem("no least difference", "least or share above 0", "say what difference is a change");
  if (rule.name.empty() && !rule.concept_id.ends_with("."))
    entry.problem("no name", "name, or a concept that ends in a dot", "name what is measured");
  return rule;
}

TrendWords read_trend(const text::Value& entry) {
  entry.only({"of", "trend", "concepts"});
  const std::string trend = entry.required("trend").one_of({"improved", "unchanged", "worse"});
  return {entry.required("of").string(),
          trend == "improved"    ? Trend::Improved
          : trend == "unchanged" ? Trend::Unchanged
                                 : Trend::Worse,
          entry.required("concepts").strings()};
}

} // namespace

Result<CourseRules> CourseRules::load(const std::string& path) {
  const auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "encounters", "measures", "trend_words"});
  CourseRules rules;
  for (const text::Value& entry : root.required("encounters").list()) {
    entry.only({"kind", "papers"});
    const std::string kind =
        entry.required("kind").one_of({"visit", "evaluation", "study", "procedure", "therapy", "pharmacy"});
    for (const std::string& paper : entry.required("papers").strings())
      if (!rules.encounter_of_paper.emplace(paper, kind).second)
        entry.problem("\"" + paper + "\" twice", "each paper under one kind", "take it out of one of them");
  }
  for (const text::Value& entry : root.required("measures").list()) rules.measures.push_back(read_measure(entry));
  for (const text::Value& entry : root.required("trend_words").list()) rules.trend_words.push_back(read_trend(entry));
  if (!reader.problems().empty()) return reader.as_error();
  return rules;
}

const MeasureRule* CourseRules::measure_of(std::string_view concept_id) const {
  const auto found = std::find_if(measures.begin(), measures.end(), [&](const MeasureRule& rule) {
    return rule.concept_id.ends_with('.') ? concept_id.starts_with(rule.concept_id) : concept_id == rule.concept_id;
  });
  return found == measures.end() ? nullptr : &*found;
}

const TrendWords* CourseRules::words_of(std::string_view concept_id) const {
  const auto found = std::find_if(trend_words.begin(), trend_words.end(), [&](const TrendWords& words) {
    return std::find(words.concepts.begin(), words.concepts.end(), concept_id) != words.concepts.end();
  });
  return found == trend_words.end() ? nullptr : &*found;
}

Trend trend_by(const MeasureRule& rule, double before, double now) {
  const double least = rule.share > 0 ? rule.share * std::abs(before) : rule.least;
  if (now == before || std::abs(now - before) + 1e-9 < least) return Trend::Unchanged;
  if (rule.better == Better::Neither) return now < before ? Trend::Lower : Trend::Higher;
  return (now < before) == (rule.better == Better::Less) ? Trend::Improved : Trend::Worse;
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
