#include "guidelines/page_reader.h"

#include "guidelines/confidence.h"

#include "guidelines/logic_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::guidelines {
namespace {

using text::Value;

void check_criteria_exist(const Value& at, const Logic& logic, const Topic& topic) {
  if (logic.kind == Logic::Kind::Criterion && !topic.criterion(logic.id)) {
    std::vector<std::string> known;
    for (const Criterion& criterion : topic.criteria) known.push_back(criterion.id);
    const auto near = text::nearest(logic.id, known);
    at.problem(fmt::format("the criterion \"{}\"", logic.id), fmt::format("one of {}", fmt::join(known, ", ")),
               near.empty() ? "define it under criteria" : fmt::format("did you mean \"{}\"?", near));
  }
  for (const Logic& part : logic.parts) check_criteria_exist(at, part, topic);
}

void read_criteria(const Value& root, Topic& topic) {
  std::set<std::string> seen;
  for (const Value& item : root["criteria"].list()) {
    item.only({"id", "text", "needed", "when"});
    Criterion criterion;
    criterion.id = item.required("id").string();
    criterion.text = item.required("text").string();
    criterion.needed = item.required("needed").string();
    criterion.when = read_logic(item.required("when"), TreeOver::Facts);
    criterion.asks_judgment = asks_judgment(criterion.when);
    if (!seen.insert(criterion.id).second)
      item["id"].problem(fmt::format("\"{}\" twice", criterion.id), "every id once", "rename one of them");
    topic.criteria.push_back(std::move(criterion));
  }
}

void read_requirements(const Value& root, Topic& topic) {
  const Value initial = root["initial"];
  topic.has_requirement = initial.is_present();
  if (topic.has_requirement) {
    topic.initial = read_logic(initial, TreeOver::Criteria);
    check_criteria_exist(initial, topic.initial, topic);
  }
  const Value continued = root["continued"];
  topic.continued = continued.is_present() ? read_logic(continued, TreeOver::Criteria) : topic.initial;
  if (continued.is_present()) {
    check_criteria_exist(continued, topic.continued, topic);
    topic.has_requirement = true;
    if (!initial.is_present())
      continued.problem("continued without initial", "initial as well", "write what a first request must meet");
  }
  if (root["loose"].is_present()) {
    topic.loose = read_logic(root["loose"], TreeOver::Criteria);
    check_criteria_exist(root["loose"], *topic.loose, topic);
  }
  topic.exclusions = root["exclusions"].strings();
  for (const std::string& id : topic.exclusions) {
    Logic logic;
    logic.kind = Logic::Kind::Criterion;
    logic.id = id;
    check_criteria_exist(root["exclusions"], logic, topic);
  }
}

void read_applies_to(const Value& root, Topic& topic) {
  for (const Value& line : root["applies_to"].list()) {
    line.only({"drug", "drug_class", "route", "form", "kind", "body_part", "phrase", "unless", "mixture"});
    AppliesTo rule{line["drug"].string(),   line["drug_class"].string(), line["route"].string(),
                   line["form"].string(),   line["kind"].string(),       line["body_part"].string(),
                   line["phrase"].string(), line["unless"].strings(),    line["mixture"].boolean()};
    if (rule.drug.empty() && rule.drug_class.empty() && rule.phrase.empty() && !rule.is_mixture)
      line.problem("nothing to recognise a request by", "drug, drug_class, phrase or mixture", "add one of them");
    topic.applies_to.push_back(std::move(rule));
  }
}

bool is_example_word(const Value& value) {
  const std::string word = value.string();
  return word == "present" || word == "absent" || word == "possible" || (value.node() && value.node()->number());
}

void check_example_word(const Value& value) {
  if (!is_example_word(value))
    value.problem(fmt::format("\"{}\"", value.string()), "present, absent, possible or a number",
                  "write present where the record says it, absent where it denies it");
}

/// Statements of several days: [{days_before: 30, is: 8}, {days_before: 2, is: 4}].
void read_dated(const std::string& fact, const Value& list, Example& example) {
  for (const Value& item : list.list()) {
    item.only({"days_before", "is"});
    check_example_word(item.required("is"));
    example.dated.push_back({fact, item.required("days_before").integer(), item["is"].string()});
  }
}

void read_phase_and_facts(const Value& item, Example& example) {
  example.phase =
      item["phase"].one_of({"initial", "continued"}, "initial") == "initial" ? Phase::Initial : Phase::Continued;
  example.reading =
      item["reading"].one_of({"strict", "loose"}, "strict") == "strict" ? Reading::Strict : Reading::Loose;
  example.ingredients = item["ingredients"].strings();
  for (const auto& [fact, value] : item["facts"].fields()) {
    if (value.is_list()) {
      read_dated(fact, value, example);
      continue;
    }
    check_example_word(value);
    example.facts[fact] = is_example_word(value) ? value.string() : "possible";
  }
}

void read_examples(const Value& root, Topic& topic) {
  for (const Value& item : root["examples"].list()) {
    item.only({"name", "phase", "reading", "ingredients", "facts", "expect", "verdicts"});
    Example example;
    example.line = item.line();
    example.name = item.required("name").string();
    read_phase_and_facts(item, example);
    example.expect = item.required("expect").one_of({"upheld", "overturned", "reviewer_judgment"});
    for (const auto& [criterion, value] : item["verdicts"].fields()) {
      example.verdicts[criterion] = value.one_of({"met", "not_met", "unknown"});
      // What a page takes over is not here yet; carry_over looks at its verdicts.
      if (!topic.criterion(criterion) && !(topic.criteria.empty() && !topic.follows.empty()))
        value.problem(fmt::format("the criterion \"{}\"", criterion), "a criterion of this page", "correct it");
    }
    topic.examples.push_back(std::move(example));
  }
}

void read_limits(const Value& root, Topic& topic) {
  for (const Value& item : root["limits"].list()) {
    item.only({"what", "op", "value", "unit", "note"});
    Limit limit{item.required("what").string(), item["op"].string(), item["unit"].string(), item["note"].string(), ""};
    const Value value = item.required("value");
    limit.value = value.is_list() ? fmt::format("{}", fmt::join(value.strings(), " to ")) : value.string();
    topic.limits.push_back(std::move(limit));
  }
}

/// 1 is the only version of every kind of page.
void check_schema(const Value& root) {
  if (root["schema"].is_present() && root["schema"].integer(1) != 1)
    root["schema"].problem(root["schema"].string(), "1", "this program reads version 1");
}

void read_in_force(const Value& value, std::optional<Date>& from, std::optional<Date>& to) {
  if (!value.is_present()) return;
  value.only({"from", "to"});
  from = value["from"].date();
  to = value["to"].date();
  if (from && to && *to < *from)
    value.problem("an end before its beginning", "from on or before to", "correct the dates");
}

} // namespace

Topic read_topic(text::Reader& reader, const Pack& pack) {
  const Value root = reader.root();
  root.only({"schema",         "id",        "title",    "class",      "guideline",  "section",      "pages",
             "cite",           "in_force",  "status",   "applies_to", "also_apply", "given_before", "criteria",
             "initial",        "continued", "loose",    "exclusions", "limits",     "exceptions",   "evidence",
             "evidence_level", "synonyms",  "look_for", "confidence", "doubts",     "examples",     "follows"});
  check_schema(root);
  Topic topic;
  topic.pack = pack.id;
  topic.file = reader.file_name();
  topic.id = root.required("id").string();
  topic.follows = root["follows"].string();
  const auto own = [&](const char* key) { return topic.follows.empty() ? root.required(key) : root[key]; };
  topic.title = own("title").string();
  topic.recommendation_class = own("class").one_of(
      {"recommended", "recommended_with_criteria", "option", "not_recommended", "under_study", "no_recommendation"});
  topic.guideline = root.required("guideline").string();
  if (!topic.guideline.empty() && !pack.guidelines.contains(topic.guideline))
    root["guideline"].problem(fmt::format("\"{}\"", topic.guideline), "a guideline of pack.yaml",
                              "name it there first");
  topic.section = root["section"].string();
  topic.pages = root["pages"].string();
  topic.cite = root["cite"].string(topic.pages);
  topic.from = pack.from;
  topic.to = pack.to;
  read_in_force(root["in_force"], topic.from, topic.to);
  topic.status = root["status"].one_of({"active", "superseded", "withdrawn", "judicially_invalid"}, "active");
  read_applies_to(root, topic);
  root["also_apply"].only({"initial", "continued"});
  topic.also_initial = root["also_apply"]["initial"].strings();
  topic.also_continued = root["also_apply"]["continued"].strings();
  topic.given_before = root["given_before"].strings();
  read_criteria(root, topic);
  read_requirements(root, topic);
  read_limits(root, topic);
  topic.exceptions = root["exceptions"].strings();
  topic.evidence = root["evidence"].string();
  topic.evidence_level = root["evidence_level"].string();
  topic.synonyms = root["synonyms"].strings();
  topic.look_for = root["look_for"].strings();
  read_confidence(root.required("confidence"), topic.confidence, topic.basis, topic.confidence_note);
  topic.doubts = root["doubts"].strings();
  if (!topic.follows.empty() && topic.doubts.empty())
    root["follows"].problem("a page taken over without a doubt", "what was not checked in this edition",
                            "write it under doubts");
  read_examples(root, topic);
  return topic;
}

Example read_chart_file(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "phase", "reading", "ingredients", "facts"});
  check_schema(root);
  Example example;
  root.required("facts");
  read_phase_and_facts(root, example);
  return example;
}

std::vector<BlindExample> read_blind_examples(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "examples"});
  check_schema(root);
  std::vector<BlindExample> list;
  for (const Value& item : root.required("examples").list()) {
    item.only({"topic", "name", "phase", "reading", "ingredients", "facts", "expect", "differs"});
    BlindExample blind;
    blind.topic = item.required("topic").string();
    blind.example.line = item.line();
    blind.example.name = item.required("name").string();
    read_phase_and_facts(item, blind.example);
    blind.example.expect = item.required("expect").one_of({"upheld", "overturned", "reviewer_judgment"});
    if (const Value differs = item["differs"]; differs.is_present()) {
      differs.only({"came_out", "why"});
      blind.came_out = differs.required("came_out").one_of({"upheld", "overturned", "reviewer_judgment"});
      blind.why = differs.required("why").string();
    }
    list.push_back(std::move(blind));
  }
  return list;
}

Pack read_pack(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "id", "title", "edition", "in_force", "starts_at_zero", "tied_responses", "guidelines"});
  check_schema(root);
  Pack pack;
  pack.id = root.required("id").string();
  pack.title = root.required("title").string();
  pack.edition = root.required("edition").string();
  read_in_force(root.required("in_force"), pack.from, pack.to);
  pack.starts_at_zero = root["starts_at_zero"].strings();
  pack.tied_responses = root["tied_responses"].strings();
  for (const auto& [id, value] : root.required("guidelines").fields()) {
    value.only({"title", "short_title", "citation", "edition", "rank", "step", "names", "published", "in_force",
                "confidence", "last_page"});
    const std::string rank = value["rank"].one_of({"mtus", "guideline", "study"}, "mtus");
    const char* usual_step = rank == "mtus" ? "mtus" : rank == "guideline" ? "acoem-or-odg" : "studies";
    Guideline guideline{id,
                        value.required("title").string(),
                        value["short_title"].string(value["title"].string()),
                        value["citation"].string(),
                        value["edition"].string(),
                        rank,
                        value["step"].one_of({"mtus", "acoem-or-odg", "other-guidelines", "studies"}, usual_step),
                        value["names"].strings(),
                        value["published"].string(),
                        pack.from,
                        pack.to,
                        {},
                        {},
                        {}};
    read_in_force(value["in_force"], guideline.from, guideline.to);
    read_confidence(value["confidence"], guideline.confidence, guideline.basis, guideline.note);
    guideline.last_page = value["last_page"].integer();
    pack.guidelines.emplace(id, std::move(guideline));
  }
  return pack;
}

std::vector<Ingredient> read_ingredients(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "ingredients"});
  check_schema(root);
  std::vector<Ingredient> ingredients;
  for (const Value& item : root.required("ingredients").list()) {
    item.only({"name", "status", "topic", "note"});
    ingredients.push_back(
        {item.required("name").string(),
         item.required("status").one_of({"recommended", "option", "conditional", "not_recommended", "neutral"}),
         item["topic"].string(), item["note"].string()});
  }
  return ingredients;
}

std::vector<SequenceStep> read_sequence(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "steps"});
  check_schema(root);
  std::vector<SequenceStep> steps;
  for (const Value& item : root.required("steps").list()) {
    item.only({"id", "source", "opens_when", "citation"});
    steps.push_back({item.required("id").string(), item.required("source").string(),
                     item.required("opens_when").string(), item.required("citation").string()});
  }
  return steps;
}

std::vector<Premise> read_premises(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "premises"});
  check_schema(root);
  std::vector<Premise> premises;
  for (const Value& item : root.required("premises").list()) {
    item.only({"id", "title", "citation", "phrases", "facts"});
    premises.push_back({item.required("id").string(), item.required("title").string(),
                        item.required("citation").string(), item.required("phrases").strings(),
                        item.required("facts").strings()});
  }
  return premises;
}

} // namespace openimr::guidelines
