#include "guidelines/page_reader.h"

#include <fmt/format.h>
#include <set>

namespace openimr::guidelines {
namespace {

using text::Value;

/// What a tree may name: a criterion's condition names facts and topics, a requirement names criteria.
enum class TreeOver { Facts, Criteria };

Logic read_logic(const Value& value, TreeOver over);

std::vector<Logic> read_parts(const Value& list, TreeOver over) {
  std::vector<Logic> parts;
  for (const Value& part : list.list()) parts.push_back(read_logic(part, over));
  if (parts.empty()) list.problem("nothing", "at least one condition", "add one, or drop the list");
  return parts;
}

void read_fact(const Value& value, Logic& logic) {
  value.only({"fact", "op", "value", "unit", "within", "current"});
  logic.kind = Logic::Kind::Fact;
  logic.id = value["fact"].string();
  logic.op = value["op"].one_of({"<=", "<", ">=", ">", "==", "between"});
  logic.unit = value["unit"].string();
  logic.current_only = value["current"].boolean();
  if (value["within"].is_present()) {
    value["within"].only({"months"});
    logic.within_months = value["within"].required("months").integer();
  }
  if (logic.op == "between") {
    const auto bounds = value.required("value").list();
    if (bounds.size() != 2) return value["value"].problem("not two numbers", "[low, high]", "write both ends");
    logic.value = bounds[0].number();
    logic.value_high = bounds[1].number();
  } else if (!logic.op.empty()) {
    logic.value = value.required("value").number();
  }
}

Logic read_logic(const Value& value, TreeOver over) {
  Logic logic;
  logic.line = value.line();
  if (over == TreeOver::Criteria && value.is_scalar()) {
    logic.kind = Logic::Kind::Criterion;
    logic.id = value.string();
    return logic;
  }
  if (!value.is_map()) {
    value.problem("no condition",
                  over == TreeOver::Facts ? "{fact: …}, {all: […]}, …" : "a criterion id, {all: […]}, …",
                  "see docs/how_to/write_a_topic.md");
    return logic;
  }
  if (value["all"].is_present()) {
    value.only({"all"});
    logic.kind = Logic::Kind::All;
    logic.parts = read_parts(value["all"], over);
  } else if (value["any"].is_present()) {
    value.only({"any"});
    logic.kind = Logic::Kind::Any;
    logic.parts = read_parts(value["any"], over);
  } else if (value["at_least"].is_present()) {
    value.only({"at_least"});
    const Value choice = value["at_least"];
    choice.only({"n", "of"});
    logic.kind = Logic::Kind::AtLeast;
    logic.count = choice.required("n").integer();
    logic.parts = read_parts(choice.required("of"), over);
    if (logic.count < 1 || logic.count > static_cast<int>(logic.parts.size()))
      choice["n"].problem(fmt::format("{}", logic.count), fmt::format("1 to {}", logic.parts.size()), "correct n");
  } else if (value["not"].is_present()) {
    value.only({"not"});
    logic.kind = Logic::Kind::Not;
    logic.parts.push_back(read_logic(value["not"], over));
  } else if (over == TreeOver::Facts && value["fact"].is_present()) {
    read_fact(value, logic);
  } else if (over == TreeOver::Facts && value["topic"].is_present()) {
    value.only({"topic"});
    logic.kind = Logic::Kind::Topic;
    logic.id = value["topic"].string();
  } else if (over == TreeOver::Facts && value["judgment"].is_present()) {
    value.only({"judgment"});
    logic.kind = Logic::Kind::Judgment;
  } else if (value["always"].is_present()) {
    value.only({"always"});
    logic.kind = Logic::Kind::Always;
  } else {
    value.only({"all", "any", "at_least", "not", "fact", "topic", "judgment", "always"});
    value.problem("no known operator", "one of all, any, at_least, not, fact, topic, judgment, always",
                  "see docs/how_to/write_a_topic.md");
  }
  return logic;
}

bool has_judgment(const Logic& logic) {
  if (logic.kind == Logic::Kind::Judgment) return true;
  for (const Logic& part : logic.parts)
    if (has_judgment(part)) return true;
  return false;
}

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
    criterion.asks_judgment = has_judgment(criterion.when);
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
    line.only({"drug", "drug_class", "route", "form", "kind", "body_part", "phrase", "unless"});
    AppliesTo rule{line["drug"].string(),   line["drug_class"].string(), line["route"].string(),
                   line["form"].string(),   line["kind"].string(),       line["body_part"].string(),
                   line["phrase"].string(), line["unless"].strings()};
    if (rule.drug.empty() && rule.drug_class.empty() && rule.phrase.empty())
      line.problem("nothing to recognise a request by", "drug, drug_class or phrase", "add one of them");
    topic.applies_to.push_back(std::move(rule));
  }
}

void read_phase_and_facts(const Value& item, Example& example) {
  example.phase =
      item["phase"].one_of({"initial", "continued"}, "initial") == "initial" ? Phase::Initial : Phase::Continued;
  for (const auto& [fact, value] : item["facts"].fields()) {
    const std::string word = value.string();
    if (word != "present" && word != "absent" && word != "possible" && !(value.node() && value.node()->number()))
      value.problem(fmt::format("\"{}\"", word), "present, absent, possible or a number", "correct it");
    example.facts[fact] = word;
  }
}

void read_examples(const Value& root, Topic& topic) {
  for (const Value& item : root["examples"].list()) {
    item.only({"name", "phase", "facts", "expect", "verdicts"});
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

/// How sure a page or a date is, and what it rests on.
void read_confidence(const Value& value, std::string& level, std::string& basis, std::string& note) {
  if (!value.is_present()) return;
  value.only({"level", "basis", "note"});
  level = value["level"].one_of({"high", "medium", "low"}, "low");
  basis = value["basis"].one_of({"seed", "seen", "seen_partly", "memory"}, "memory");
  note = value["note"].string();
}

} // namespace

Topic read_topic(text::Reader& reader, const Pack& pack) {
  const Value root = reader.root();
  root.only({"schema",    "id",         "title",  "class",      "guideline",  "section",        "pages",
             "cite",      "in_force",   "status", "applies_to", "also_apply", "criteria",       "initial",
             "continued", "exclusions", "limits", "exceptions", "evidence",   "evidence_level", "synonyms",
             "look_for",  "confidence", "doubts", "examples",   "follows"});
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
  root.only({"schema", "phase", "facts"});
  check_schema(root);
  Example example;
  root.required("facts");
  read_phase_and_facts(root, example);
  return example;
}

Pack read_pack(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "id", "title", "edition", "in_force", "starts_at_zero", "guidelines"});
  check_schema(root);
  Pack pack;
  pack.id = root.required("id").string();
  pack.title = root.required("title").string();
  pack.edition = root.required("edition").string();
  read_in_force(root.required("in_force"), pack.from, pack.to);
  pack.starts_at_zero = root["starts_at_zero"].strings();
  for (const auto& [id, value] : root.required("guidelines").fields()) {
    value.only({"title", "short_title", "citation", "edition", "rank", "step", "names", "published", "in_force",
                "confidence"});
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
