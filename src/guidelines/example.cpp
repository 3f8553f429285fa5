#include "guidelines/example.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

using records::Assertion;
using records::Fact;

bool is_word(const std::string& value) { return value == "present" || value == "absent" || value == "possible"; }

RequestValue stated_value(const std::string& value) {
  constexpr const char* words = "stated by the example";
  if (!is_word(value)) return {Verdict::Met, std::stod(value), words, {}};
  return {value == "present" ? Verdict::Met : value == "absent" ? Verdict::NotMet : Verdict::Unknown, {}, words, {}};
}

void add_fact(records::Chart& chart, const std::string& id, const std::string& value, Date day) {
  Fact fact;
  fact.concept_id = id;
  fact.date = day;
  fact.assertion = value == "absent"     ? Assertion::Absent
                   : value == "possible" ? Assertion::Possible
                                         : Assertion::Present;
  if (!is_word(value)) fact.number = std::stod(value);
  chart.facts.push_back(std::move(fact));
}

} // namespace

ExampleCase case_of(const Library& library, const Topic& topic, const Example& example) {
  ExampleCase made;
  made.day = topic.from.value_or(*Date::from(2015, 1, 1));
  made.request.phase = example.phase;
  made.request.reading = example.reading;
  made.request.item.ingredients = example.ingredients;
  made.request.item.kind = example.ingredients.empty() ? "" : "drug";
  made.chart.request_date = made.day;
  made.chart.pages.push_back({"d1", "example", 1, 100, false});
  if (example.phase == Phase::Initial)
    for (const std::string& id : library.pack(topic.pack).starts_at_zero)
      made.request.values[id] = {Verdict::Met, 0.0, "a first request", {}};
  for (const auto& [id, value] : example.facts) {
    if (id.starts_with("req."))
      made.request.values[id] = stated_value(value);
    else
      add_fact(made.chart, id, value, made.day);
  }
  for (const DatedStatement& statement : example.dated) {
    add_fact(made.chart, statement.fact, statement.value, made.day.plus_days(-statement.days_before));
    made.chart.facts.back().details["dated"] = "stated";
  }
  auto& facts = made.chart.facts;
  std::stable_sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) { return a.date < b.date; });
  for (std::size_t i = 0; i < facts.size(); ++i) facts[i].id = fmt::format("f{}", i + 1);
  return made;
}

Evaluation evaluate_example(const Library& library, const Topic& topic, const Example& example) {
  const ExampleCase made = case_of(library, topic, example);
  return evaluate(library, {&topic}, made.request, made.chart, made.day);
}

std::size_t run_blind_examples(const Library& library, std::vector<std::string>& differs) {
  std::size_t count = 0;
  for (const Pack& pack : library.packs())
    for (const BlindExample& blind : pack.blind_examples) {
      ++count;
      const auto place =
          fmt::format("{}/blind_examples.yaml:{}: \"{}\"", pack.id, blind.example.line, blind.example.name);
      const auto& topics = library.topics();
      const auto topic =
          std::find_if(topics.begin(), topics.end(), [&](const Topic& one) { return one.id == blind.topic; });
      if (topic == topics.end()) {
        differs.push_back(fmt::format("{}: there is no topic {}\n", place, blind.topic));
        continue;
      }
      const std::string expected = blind.came_out.empty() ? blind.example.expect : blind.came_out;
      const std::string came_out = name(evaluate_example(library, *topic, blind.example).recommendation);
      if (came_out != expected) differs.push_back(fmt::format("{}: is {}, expected {}\n", place, came_out, expected));
    }
  return count;
}

std::string run_example(const Library& library, const Topic& topic, const Example& example) {
  const Evaluation evaluation = evaluate_example(library, topic, example);
  std::string differs;
  const auto note = [&](const std::string& what, const std::string& got, const std::string& wanted) {
    differs += fmt::format("{}:{}: example \"{}\": {} is {}, expected {}\n", topic.file, example.line, example.name,
                           what, got, wanted);
  };
  if (name(evaluation.recommendation) != example.expect)
    note("the recommendation",
         fmt::format("{} ({})", name(evaluation.recommendation), fmt::join(evaluation.reasons, " ")), example.expect);
  for (const auto& [id, wanted] : example.verdicts) {
    const Finding* finding = evaluation.finding(topic.id + "/" + id);
    if (!finding)
      note("criterion " + id, "not asked in this phase", wanted);
    else if (name(finding->verdict) != wanted)
      note("criterion " + id, name(finding->verdict), wanted);
  }
  return differs;
}

} // namespace openimr::guidelines
