#include "guidelines/settle.h"

#include "guidelines/answer.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

/// Topics that name topics: deeper than this no page of ours goes, and a circle ends here as unknown.
constexpr int deepest = 12;

const Topic* named_topic(const Scene& scene, const Logic& leaf) { return scene.library.topic(leaf.id, scene.as_of); }

Verdict settle_at(const Scene& scene, const Logic& logic, const Topic* topic, int depth) {
  if (logic.is_over_conditions())
    return combine(logic, [&](std::size_t i) { return settle_at(scene, logic.parts[i], topic, depth + 1); });
  switch (logic.kind) {
  case Logic::Kind::Criterion: {
    const Criterion* criterion = topic ? topic->criterion(logic.id) : nullptr;
    assert(criterion && "pages are checked when they are read");
    return settle_at(scene, criterion->when, topic, depth + 1);
  }
  case Logic::Kind::Topic: {
    const Topic* other = named_topic(scene, logic);
    if (!other || depth > deepest) return Verdict::Unknown;
    if (!other->has_requirement) return Verdict::NotMet;
    return settle_at(scene, requirement(*other, scene.request.phase, scene.request.reading), other, depth + 1);
  }
  case Logic::Kind::Judgment:
    return Verdict::Unknown;
  case Logic::Kind::Always:
    return Verdict::Met;
  default:
    return answer(scene, logic).verdict;
  }
}

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

Explanation explain_at(const Scene& scene, const Logic& logic, const Topic* topic, Trace& trace, int depth);

Explanation explain_parts(const Scene& scene, const Logic& logic, const Topic* topic, Trace& trace, int depth) {
  Explanation why;
  why.label = label_of(logic);
  for (const Logic& part : logic.parts) {
    why.parts.push_back(explain_at(scene, part, topic, trace, depth + 1));
    why.is_conflict = why.is_conflict || why.parts.back().is_conflict;
  }
  why.verdict = combine(logic, [&](std::size_t i) { return why.parts[i].verdict; });
  return why;
}

Explanation explain_leaf(const Scene& scene, const Logic& leaf, Trace& trace) {
  Heard heard;
  const Answer given = answer(scene, leaf, &heard);
  for (const std::string& fact : heard.facts) add_once(trace.facts, fact);
  for (const std::string& one : heard.concepts) add_once(trace.concepts, one);
  if (!heard.words.empty()) add_once(trace.words, heard.words);
  return {question(leaf), given.verdict, std::move(heard.facts), given.is_conflict, {}, leaf.id};
}

/// The criteria of the other topic are looked through, not listed as findings of their own.
Explanation explain_topic(const Scene& scene, const Logic& logic, Trace& trace, int depth) {
  Explanation why{"topic " + logic.id, Verdict::Unknown, {}, false, {}, {}};
  const Topic* other = named_topic(scene, logic);
  if (!other || depth > deepest) return why;
  if (!other->has_requirement) {
    why.verdict = Verdict::NotMet;
    return why;
  }
  const Logic& tree = requirement(*other, scene.request.phase, scene.request.reading);
  why.parts.push_back(explain_at(scene, tree, other, trace, depth + 1));
  why.verdict = why.parts.back().verdict;
  return why;
}

Explanation explain_at(const Scene& scene, const Logic& logic, const Topic* topic, Trace& trace, int depth) {
  if (logic.is_over_conditions()) return explain_parts(scene, logic, topic, trace, depth);
  switch (logic.kind) {
  case Logic::Kind::Criterion: {
    const Criterion* criterion = topic ? topic->criterion(logic.id) : nullptr;
    assert(criterion && "pages are checked when they are read");
    return explain_at(scene, criterion->when, topic, trace, depth + 1);
  }
  case Logic::Kind::Topic:
    return explain_topic(scene, logic, trace, depth);
  case Logic::Kind::Judgment:
    return {"the reviewer's judgment", Verdict::Unknown, {}, false, {}, {}};
  case Logic::Kind::Always:
    return {"always", Verdict::Met, {}, false, {}, {}};
  default:
    return explain_leaf(scene, logic, trace);
  }
}

std::string compared(const Logic& leaf) {
  if (leaf.op.empty()) return "";
  const std::string unit = leaf.unit.empty() ? "" : " " + leaf.unit;
  return leaf.op == "between" ? fmt::format(" between {:g} and {:g}{}", leaf.value, leaf.value_high, unit)
                              : fmt::format(" {} {:g}{}", leaf.op, leaf.value, unit);
}

} // namespace

Verdict settle(const Scene& scene, const Logic& logic, const Topic* topic) { return settle_at(scene, logic, topic, 0); }

Explanation explain(const Scene& scene, const Logic& logic, Trace& trace) {
  return explain_at(scene, logic, nullptr, trace, 0);
}

Verdict settle_requirement(const Scene& scene, const Topic& topic) {
  if (!topic.has_requirement) return Verdict::NotMet;
  return settle(scene, requirement(topic, scene.request.phase, scene.request.reading), &topic);
}

Verdict settle_exclusions(const Scene& scene, const Topic& topic) {
  Verdict any = Verdict::NotMet;
  for (const std::string& id : topic.exclusions) {
    const Criterion* criterion = topic.criterion(id);
    assert(criterion && "pages are checked when they are read");
    any = either(any, settle(scene, criterion->when, &topic));
  }
  return any;
}

std::string label_of(const Logic& node) {
  switch (node.kind) {
  case Logic::Kind::All:
    return "all of";
  case Logic::Kind::Any:
    return "any of";
  case Logic::Kind::AtLeast:
    return fmt::format("at least {} of", node.count);
  case Logic::Kind::Not:
    return "not";
  case Logic::Kind::Unless:
    return "the first, unless the second";
  case Logic::Kind::Except:
    return "not recommended, except for any of";
  default:
    assert(false && "only nodes over conditions have a label");
    return "";
  }
}

std::string question(const Logic& leaf) {
  std::string words;
  switch (leaf.kind) {
  case Logic::Kind::Count:
    words = fmt::format("{} of {}", leaf.is_visits ? "visits" : "number", leaf.id);
    break;
  case Logic::Kind::Duration:
    words = "length of " + leaf.id;
    break;
  case Logic::Kind::Change:
    words = fmt::format("change of {} since {}", leaf.id,
                        leaf.since == Logic::Since::First ? "the first visit" : "the visit before");
    break;
  case Logic::Kind::Response:
    words =
        fmt::format("{} by {}", leaf.id, leaf.treatment == "requested" ? "the treatment asked for" : leaf.treatment);
    break;
  case Logic::Kind::Ingredient:
    return fmt::format("an ingredient is {}", fmt::join(leaf.names, " or "));
  default:
    words = leaf.id;
  }
  words += compared(leaf);
  if (leaf.within_months != 0)
    words += fmt::format(" within {} month{}", leaf.within_months, leaf.within_months == 1 ? "" : "s");
  if (!leaf.names.empty()) words += " of the " + leaf.names.front();
  return words + (leaf.current_only ? ", now" : "");
}

const Logic& requirement(const Topic& topic, Phase phase, Reading reading) {
  if (reading == Reading::Loose && topic.loose) return *topic.loose;
  return phase == Phase::Initial ? topic.initial : topic.continued;
}

} // namespace openimr::guidelines
