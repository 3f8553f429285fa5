#include "guidelines/reach_checks.h"

#include "guidelines/request_names.h"
#include "guidelines/units.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

const std::set<std::string> kinds = {"drug", "procedure", "therapy",      "device",
                                     "test", "surgery",   "consultation", "unknown"};

/// What is counted without a measure of its own, in the singular.
const std::set<std::string> counted = {"block",      "injection",       "level",   "set",         "operation",
                                       "test",       "patch",           "tablet",  "capsule",     "lead",
                                       "part",       "compartment",     "attempt", "hour a week", "hour a day",
                                       "day a week", "full-day session"};

class Reach {
public:
  Reach(const Library& library, const RequestWords& words) : library_(library), words_(words) {
    for (const Topic& topic : library.topics()) {
      for (const auto* also : {&topic.also_initial, &topic.also_continued}) asked_.insert(also->begin(), also->end());
      for (const Criterion& criterion : topic.criteria) asked_topics(criterion.when);
    }
  }

  text::Problems run() {
    for (const Topic& topic : library_.topics()) {
      for (const AppliesTo& rule : topic.applies_to) check_names(topic, rule);
      if (topic.applies_to.empty() && !asked_.contains(topic.id))
        note(topic, "applies_to", "nothing, and no page that brings it in", "a request that reaches the page",
             "say under applies_to which requests it is for, or name it under also_apply of another page");
      check_use(topic);
      for (const Criterion& criterion : topic.criteria) {
        check_units(topic, criterion.id, criterion.when);
        check_ingredients(topic, criterion.id, criterion.when);
      }
      if (topic.examples.size() < 3)
        note(topic, "examples", fmt::format("{}", topic.examples.size()),
             "at least three: met, not met, not documented",
             "write them from the guideline's sense, not from the rule");
    }
    return std::move(problems_);
  }

private:
  void note(const Topic& topic, const std::string& key, std::string found, std::string expected, std::string remedy) {
    problems_.push_back({topic.file + ": " + key, std::move(found), std::move(expected), std::move(remedy)});
  }

  void asked_topics(const Logic& condition) {
    if (condition.kind == Logic::Kind::Topic) asked_.insert(condition.id);
    for (const Logic& part : condition.parts) asked_topics(part);
  }

  void check_name(const Topic& topic, const char* key, const std::string& name, const std::set<std::string>& known,
                  const char* expected) {
    if (name.empty() || known.contains(name)) return;
    const std::string near = text::nearest(name, {known.begin(), known.end()});
    note(topic, fmt::format("applies_to.{}", key), "\"" + name + "\"", expected,
         near.empty() ? "no request is read so; correct it, or use a phrase" : "did you mean \"" + near + "\"?");
  }

  void check_names(const Topic& topic, const AppliesTo& rule) {
    check_name(topic, "drug", rule.drug, words_.drugs, "a generic of packs/vocabulary/drugs.yaml");
    check_name(topic, "drug_class", rule.drug_class, words_.families, "a family of packs/vocabulary/drugs.yaml");
    check_name(topic, "kind", rule.kind, kinds, "a kind of request");
    check_name(topic, "body_part", rule.body_part, words_.body_parts, "a part of the body that requests are read into");
  }

  static void used(const Logic& requirement, std::set<std::string>& ids) {
    if (requirement.kind == Logic::Kind::Criterion) ids.insert(requirement.id);
    for (const Logic& part : requirement.parts) used(part, ids);
  }

  void check_use(const Topic& topic) {
    std::set<std::string> ids(topic.exclusions.begin(), topic.exclusions.end());
    used(topic.initial, ids);
    used(topic.continued, ids);
    if (topic.loose) used(*topic.loose, ids);
    for (const Criterion& criterion : topic.criteria)
      if (!ids.contains(criterion.id))
        note(topic, "criteria." + criterion.id, "a criterion that nothing asks",
             "one of initial, continued or exclusions to name it", "name it there, or take it away");
  }

  void check_units(const Topic& topic, const std::string& criterion, const Logic& condition) {
    for (const Logic& part : condition.parts) check_units(topic, criterion, part);
    if (condition.unit.empty()) return;
    const bool is_time = unit_row(condition.unit) != unlisted_unit && converted(1, condition.unit, "days");
    if (condition.kind == Logic::Kind::Duration ? is_time : is_known_unit(condition.unit)) return;
    const std::string near = text::nearest(condition.unit, known_units());
    problems_.push_back({fmt::format("{}:{}: {}", topic.file, condition.line, criterion),
                         fmt::format("the unit \"{}\"", condition.unit),
                         condition.kind == Logic::Kind::Duration ? "days, weeks, months or years"
                                                                 : "a unit that is converted or told in the record",
                         near.empty() ? "correct the unit" : "did you mean \"" + near + "\"?"});
  }

  static bool is_known_unit(const std::string& unit) {
    const std::string one = unit.size() > 2 && unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
    return unit_row(unit) != unlisted_unit || counted.contains(one);
  }

  static std::vector<std::string> known_units() {
    std::vector<std::string> known;
    for (const std::string& one : counted) known.push_back(one + "s");
    return known;
  }

  void check_ingredients(const Topic& topic, const std::string& criterion, const Logic& condition) {
    for (const Logic& part : condition.parts) check_ingredients(topic, criterion, part);
    if (condition.kind != Logic::Kind::Ingredient) return; // names of a region are none
    for (const std::string& name : condition.names) {
      if (words_.drugs.contains(name)) continue;
      const std::string near = text::nearest(name, {words_.drugs.begin(), words_.drugs.end()});
      problems_.push_back(
          {fmt::format("{}:{}: {}", topic.file, condition.line, criterion), fmt::format("the ingredient \"{}\"", name),
           "a generic of packs/vocabulary/drugs.yaml",
           near.empty() ? "no request is taken apart into it; correct it" : "did you mean \"" + near + "\"?"});
    }
  }

  const Library& library_;
  const RequestWords& words_;
  std::set<std::string> asked_; ///< topics that others bring in or ask
  text::Problems problems_;
};

} // namespace

bool is_findable(const RequestWords& words, const std::string& fact) {
  if (words.concepts.contains(fact)) return true;
  for (const auto& [head, names] : {std::pair("drug.", &words.drugs), std::pair("drug_class.", &words.families)})
    if (fact.starts_with(head)) return names->contains(fact.substr(std::string_view(head).size()));
  return std::find(request_value_names.begin(), request_value_names.end(), fact) != request_value_names.end();
}

text::Problems check_reach(const Library& library, const RequestWords& words) { return Reach(library, words).run(); }

} // namespace openimr::guidelines
