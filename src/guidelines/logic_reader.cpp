#include "guidelines/logic_reader.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

using text::Value;

std::vector<Logic> read_parts(const Value& list, TreeOver over) {
  std::vector<Logic> parts;
  for (const Value& part : list.list()) parts.push_back(read_logic(part, over));
  if (parts.empty()) list.problem("nothing", "at least one condition", "add one, or drop the list");
  return parts;
}

Logic list_of(Logic::Kind kind, const Value& list, TreeOver over) {
  Logic logic;
  logic.kind = kind;
  logic.parts = read_parts(list, over);
  return logic;
}

Logic read_all(const Value& value, TreeOver over) { return list_of(Logic::Kind::All, value, over); }
Logic read_any(const Value& value, TreeOver over) { return list_of(Logic::Kind::Any, value, over); }
Logic read_except(const Value& value, TreeOver over) { return list_of(Logic::Kind::Except, value, over); }

Logic read_at_least(const Value& value, TreeOver over) {
  value.only({"n", "of"});
  Logic logic = list_of(Logic::Kind::AtLeast, value.required("of"), over);
  logic.count = value.required("n").integer();
  if (logic.count < 1 || logic.count > static_cast<int>(logic.parts.size()))
    value["n"].problem(fmt::format("{}", logic.count), fmt::format("1 to {}", logic.parts.size()), "correct n");
  return logic;
}

Logic read_not(const Value& value, TreeOver over) {
  Logic logic;
  logic.kind = Logic::Kind::Not;
  logic.parts.push_back(read_logic(value, over));
  return logic;
}

Logic read_unless(const Value& value, TreeOver over) {
  value.only({"rule", "except"});
  Logic logic;
  logic.kind = Logic::Kind::Unless;
  logic.parts.push_back(read_logic(value.required("rule"), over));
  logic.parts.push_back(read_logic(value.required("except"), over));
  return logic;
}

Logic read_always(const Value&, TreeOver) { return {}; }

Logic::Compare compare_of(std::string_view op) {
  using Compare = Logic::Compare;
  constexpr std::pair<std::string_view, Compare> table[] = {{"<=", Compare::AtMost},  {"<", Compare::Less},
                                                            {">=", Compare::AtLeast}, {">", Compare::More},
                                                            {"==", Compare::Equal},   {"between", Compare::Between}};
  for (const auto& [written, compare] : table)
    if (written == op) return compare;
  return Compare::None;
}

enum class Comparison { Optional, Required };

void read_comparison(const Value& value, Comparison comparison, Logic& logic) {
  logic.op = value["op"].one_of({"<=", "<", ">=", ">", "==", "between"});
  logic.compare = compare_of(logic.op);
  logic.unit = value["unit"].string();
  logic.unit_at = unit_row(logic.unit);
  if (logic.op == "between") {
    const auto bounds = value.required("value").list();
    if (bounds.size() != 2) return value["value"].problem("not two numbers", "[low, high]", "write both ends");
    logic.value = bounds[0].number();
    logic.value_high = bounds[1].number();
    if (logic.value_high < logic.value)
      value["value"].problem("an upper end below the lower", "[low, high]", "turn them round");
  } else if (!logic.op.empty()) {
    logic.value = value.required("value").number();
  } else if (comparison == Comparison::Required) {
    value.required("op");
  } else if (value["value"].is_present()) {
    value["value"].problem("a value without op", "op: one of <= < >= > == between", "say how it compares");
  }
}

void read_window(const Value& value, Logic& logic) {
  logic.current_only = value["current"].boolean();
  if (!value["within"].is_present()) return;
  value["within"].only({"months"});
  logic.within_months = value["within"].required("months").integer();
  if (logic.within_months < 1)
    value["within"]["months"].problem(fmt::format("{}", logic.within_months), "1 or more", "correct it");
}

/// What all questions to the record share.
Logic record_question(Logic::Kind kind, const Value& value, Comparison comparison) {
  Logic logic;
  logic.kind = kind;
  logic.id = value.required("fact").string();
  logic.key = key_of(logic.id);
  read_comparison(value, comparison, logic);
  read_window(value, logic);
  return logic;
}

/// The words of a fact stand beside it: {fact: dx.crps, current: true}.
Logic read_fact(const Value& value) {
  value.only({"fact", "op", "value", "unit", "within", "current", "region"});
  Logic logic = record_question(Logic::Kind::Fact, value, Comparison::Optional);
  if (value["region"].is_present()) logic.names = {value["region"].one_of({"spine", "shoulder", "knee"})};
  return logic;
}

Logic read_response(const Value& value, TreeOver) {
  value.only({"fact", "to", "op", "value", "unit", "within", "current"});
  Logic logic = record_question(Logic::Kind::Response, value, Comparison::Optional);
  logic.treatment = value.required("to").string();
  return logic;
}

Logic read_count(const Value& value, TreeOver) {
  value.only({"fact", "of", "op", "value", "unit", "within"});
  Logic logic = record_question(Logic::Kind::Count, value, Comparison::Required);
  logic.is_visits = value["of"].one_of({"events", "visits"}, "events") == "visits";
  return logic;
}

Logic read_duration(const Value& value, TreeOver) {
  value.only({"fact", "op", "value", "unit"});
  value.required("unit");
  return record_question(Logic::Kind::Duration, value, Comparison::Required);
}

Logic read_change(const Value& value, TreeOver) {
  value.only({"fact", "since", "op", "value", "unit", "within"});
  Logic logic = record_question(Logic::Kind::Change, value, Comparison::Required);
  logic.since = value["since"].one_of({"first", "previous"}, "previous") == "first" ? Logic::Since::First
                                                                                    : Logic::Since::Previous;
  return logic;
}

Logic read_ingredients(const Value& value, TreeOver) {
  Logic logic;
  logic.kind = Logic::Kind::Ingredient;
  logic.names = value.strings();
  if (logic.names.empty()) value.problem("nothing", "at least one ingredient", "name it as the vocabulary does");
  return logic;
}

Logic read_topic_name(const Value& value, TreeOver) {
  Logic logic;
  logic.kind = Logic::Kind::Topic;
  logic.id = value.string();
  return logic;
}

Logic read_judgment(const Value&, TreeOver) {
  Logic logic;
  logic.kind = Logic::Kind::Judgment;
  return logic;
}

struct Word {
  const char* name;
  Logic (*read)(const Value&, TreeOver);
  bool is_for_requirements; ///< may stand in a requirement as well
};

constexpr std::array<Word, 14> words = {{{"all", read_all, true},
                                         {"any", read_any, true},
                                         {"at_least", read_at_least, true},
                                         {"not", read_not, true},
                                         {"unless", read_unless, true},
                                         {"not_recommended_except", read_except, true},
                                         {"always", read_always, true},
                                         {"response", read_response, false},
                                         {"count", read_count, false},
                                         {"duration", read_duration, false},
                                         {"change", read_change, false},
                                         {"one_of_ingredients", read_ingredients, false},
                                         {"topic", read_topic_name, false},
                                         {"judgment", read_judgment, false}}};

std::vector<std::string> words_for(TreeOver over) {
  std::vector<std::string> known;
  if (over == TreeOver::Facts) known.push_back("fact");
  for (const Word& word : words)
    if (over == TreeOver::Facts || word.is_for_requirements) known.push_back(word.name);
  return known;
}

/// The one word of the map that is an operator; null, with a problem, when there is none or more than one.
const Word* operator_of(const Value& value, TreeOver over) {
  const Word* found = nullptr;
  for (const auto& [key, field] : value.fields()) {
    if (key.starts_with("x-")) continue;
    const auto known = words_for(over);
    const auto word = std::find_if(words.begin(), words.end(), [&](const Word& one) {
      return key == one.name && (over == TreeOver::Facts || one.is_for_requirements);
    });
    if (word == words.end()) {
      const auto near = text::nearest(key, known);
      value.problem(fmt::format("the word \"{}\"", key), fmt::format("one of {}", fmt::join(known, ", ")),
                    near.empty() ? "see docs/reference/topic_language.md" : fmt::format("did you mean \"{}\"?", near));
      return nullptr;
    }
    if (found) {
      value.problem(fmt::format("\"{}\" beside \"{}\"", key, found->name), "one operator in a condition",
                    "put them into a list under all or any");
      return nullptr;
    }
    found = &*word;
  }
  if (!found) value.problem("nothing", fmt::format("one of {}", fmt::join(words_for(over), ", ")), "name the operator");
  return found;
}

} // namespace

Logic read_logic(const Value& value, TreeOver over) {
  Logic logic;
  if (over == TreeOver::Criteria && value.is_scalar()) {
    logic.kind = Logic::Kind::Criterion;
    logic.id = value.string();
  } else if (!value.is_map()) {
    value.problem("no condition",
                  over == TreeOver::Facts ? "{fact: …}, {all: […]}, …" : "a criterion id, {all: […]}, …",
                  "see docs/reference/topic_language.md");
  } else if (over == TreeOver::Facts && value["fact"].is_present()) {
    logic = read_fact(value);
  } else if (const Word* word = operator_of(value, over)) {
    logic = word->read(value[word->name], over);
  }
  logic.line = value.line();
  return logic;
}

bool asks_judgment(const Logic& logic) {
  return logic.kind == Logic::Kind::Judgment || std::any_of(logic.parts.begin(), logic.parts.end(), asks_judgment);
}

} // namespace openimr::guidelines
