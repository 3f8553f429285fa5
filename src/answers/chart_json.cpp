#include "answers/chart_json.h"

#include "answers/to_json.h"

#include <boost/json.hpp>
#include <cmath>

namespace openimr::answers {
namespace {

namespace json = boost::json;

json::value date_or_null(const std::optional<Date>& date) {
  return date ? json::value(date->iso()) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array strings(const std::vector<std::string>& list) {
  json::array array;
  for (const auto& one : list) array.emplace_back(one);
  return array;
}

template <class List, class Write> json::array list_of(const List& list, Write write) {
  json::array array;
  for (const auto& one : list) array.push_back(write(one));
  return array;
}

/// Whole numbers without a fraction, so that 3 is not printed as 3E0.
json::value number(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return std::round(value * 100) / 100;
}

json::value line_json(const clinical::EncounterLine& line) {
  return json::object{{"topic", line.topic},
                      {"text", line.text},
                      {"page", line.page},
                      {"new", line.is_news},
                      {"facts", strings(line.facts)}};
}

json::value change_json(const clinical::Change& change) {
  json::object object{{"of", change.of},
                      {"trend", clinical::name(change.trend)},
                      {"from", change.is_measured ? "values" : "words"},
                      {"before", text_or_null(change.before)},
                      {"now", change.now},
                      {"since", date_or_null(change.since)},
                      {"facts", strings(change.facts)},
                      {"evidence", to_json(change.evidence)}};
  if (change.is_contradicted) object["contradicted"] = true;
  return object;
}

json::value drug_json(const clinical::DrugChange& change) {
  return json::object{
      {"drug", change.drug}, {"change", change.is_new ? "new" : "no_longer_listed"}, {"facts", strings(change.facts)}};
}

json::value point_json(const clinical::SeriesPoint& point) {
  json::object object{{"date", point.date.iso()},      {"value", number(point.number)},
                      {"text", point.words},           {"since_last", clinical::name(point.since_last)},
                      {"facts", strings(point.facts)}, {"evidence", to_json(point.evidence)}};
  if (point.until) object["repeated_until"] = point.until->iso();
  return object;
}

json::value side_json(const clinical::ContradictionSide& side) {
  json::object object{{"text", side.words},
                      {"date", date_or_null(side.date)},
                      {"fact", side.fact},
                      {"evidence", to_json(side.evidence)}};
  if (side.is_ur_only) object["from_ur_only"] = true;
  return object;
}

json::value hit_json(const clinical::SearchHit& hit) {
  return json::object{{"reading", clinical::name(hit.reading)},
                      {"likeness", clinical::name(hit.likeness)},
                      {"words", hit.words},
                      {"cue", text_or_null(hit.cue)},
                      {"fact", text_or_null(hit.fact)},
                      {"evidence", to_json(hit.evidence)}};
}

} // namespace

json::value to_json(const clinical::TimelineRow& row) {
  return json::object{{"date", date_or_null(row.date)},
                      {"document", row.document},
                      {"file", row.file},
                      {"page", row.page},
                      {"text", row.text},
                      {"facts", strings(row.facts)}};
}

json::value to_json(const clinical::Encounter& encounter) {
  json::object object{{"date", date_or_null(encounter.date)},
                      {"kind", encounter.kind},
                      {"document", encounter.document},
                      {"file", encounter.file},
                      {"first_page", encounter.first_page},
                      {"last_page", encounter.last_page},
                      {"title", text_or_null(encounter.title)},
                      {"author", text_or_null(encounter.author)},
                      {"lines", list_of(encounter.lines, line_json)},
                      {"changes", list_of(encounter.changes, change_json)},
                      {"drugs", list_of(encounter.drugs, drug_json)},
                      {"repeated", encounter.repeated}};
  if (encounter.repeated_since) object["repeated_since"] = encounter.repeated_since->iso();
  if (encounter.is_told) object["told_elsewhere"] = true;
  if (encounter.is_about) object["approximate"] = true;
  return object;
}

json::value to_json(const clinical::Series& series) {
  json::object object{{"measure", series.measure},
                      {"unit", text_or_null(series.unit)},
                      {"overall", clinical::name(series.overall)},
                      {"points", list_of(series.points, point_json)}};
  if (!series.source.empty()) object["source"] = series.source;
  return object;
}

json::value to_json(const clinical::Mentions& mentions) {
  return json::object{{"concept", mentions.concept_id},
                      {"first", mentions.first.iso()},
                      {"last", mentions.last.iso()},
                      {"facts", strings(mentions.facts)}};
}

json::value to_json(const clinical::Contradiction& contradiction) {
  return json::object{{"kind", clinical::name(contradiction.kind)},
                      {"concept", contradiction.concept_id},
                      {"text", contradiction.text},
                      {"sides", json::array{side_json(contradiction.one), side_json(contradiction.other)}}};
}

json::value to_json(const clinical::FileSearch& search) {
  return json::object{{"asked", search.asked},
                      {"answer", clinical::name(search.answer)},
                      {"concepts", strings(search.concepts)},
                      {"searched", to_json(search.proof)},
                      {"worst_page", text_or_null(search.worst_place)},
                      {"pages_of_others", search.pages_of_others},
                      {"hits", list_of(search.hits, hit_json)}};
}

} // namespace openimr::answers
