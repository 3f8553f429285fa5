#include "guidelines/evaluate.h"

#include "guidelines/change_sets.h"
#include "text/words.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <set>

namespace openimr::guidelines {
namespace {

using records::Assertion;
using records::Chart;
using records::Experiencer;
using records::Fact;
using records::Temporality;
using text::lower_first;

/// Everything an evaluation looks at.
struct Scene {
  const Library& library;
  const Request& request;
  const Chart& chart;
  Date as_of;
};

/// Gathers what a condition looked at on its way.
struct Trace {
  std::vector<std::string> facts;
  std::vector<std::string> concepts;
  std::vector<std::string> words;
};

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

Explanation evaluate_logic(const Scene& scene, const Logic& logic, Trace& trace, int depth);

bool is_about_patient_and_past(const Fact& fact, const Logic& logic) {
  if (fact.experiencer != Experiencer::Patient || fact.from_ur_only) return false;
  if (fact.temporality == Temporality::Hypothetical || fact.temporality == Temporality::Planned) return false;
  return !logic.current_only || fact.temporality == Temporality::Current;
}

bool is_in_window(const Fact& fact, const Logic& logic, const Scene& scene) {
  if (logic.within_months == 0) return true;
  const Date request = scene.chart.request_date.value_or(scene.as_of);
  // A statement without a date cannot be placed in a window.
  return fact.date && *fact.date <= request && request.days_since(*fact.date) <= logic.within_months * 31;
}

bool compares(double number, const Logic& logic) {
  if (logic.op == "<=") return number <= logic.value;
  if (logic.op == "<") return number < logic.value;
  if (logic.op == ">=") return number >= logic.value;
  if (logic.op == ">") return number > logic.value;
  if (logic.op == "==") return std::abs(number - logic.value) < 1e-9;
  return logic.value <= number && number <= logic.value_high; // between
}

Verdict truth(bool holds) { return holds ? Verdict::Met : Verdict::NotMet; }

Explanation request_value(const Scene& scene, const Logic& logic, Trace& trace) {
  Explanation why{logic.id, Verdict::Unknown, {}, false, {}};
  const auto found = scene.request.values.find(logic.id);
  if (found == scene.request.values.end()) return why;
  const RequestValue& value = found->second;
  for (const std::string& fact : value.facts) add_once(trace.facts, fact);
  if (value.is_searched) add_once(trace.concepts, logic.id);
  if (!value.words.empty()) add_once(trace.words, value.words);
  why.facts = value.facts;
  if (logic.op.empty()) {
    why.verdict = value.verdict;
  } else if (value.number) {
    why.verdict = truth(compares(*value.number, logic));
  }
  return why;
}

/// Presence: met by a statement that it is so, not met by one that it is not; the later statement counts when they
/// differ, and on the same day neither does.
Explanation presence(const Logic& logic, const std::vector<const Fact*>& facts) {
  Explanation why{logic.id, Verdict::Unknown, {}, false, {}};
  const Fact* latest_present = nullptr;
  const Fact* latest_absent = nullptr;
  for (const Fact* fact : facts) {
    const Fact*& latest = fact->assertion == Assertion::Present ? latest_present : latest_absent;
    if (fact->assertion == Assertion::Possible) continue;
    if (!latest || (fact->date && (!latest->date || *latest->date <= *fact->date))) latest = fact;
  }
  for (const Fact* fact : facts) why.facts.push_back(fact->id);
  if (latest_present && latest_absent) {
    const bool same_day = latest_present->date == latest_absent->date;
    why.is_conflict = same_day;
    if (!same_day) why.verdict = truth(latest_present->date > latest_absent->date);
  } else if (latest_present) {
    why.verdict = Verdict::Met;
  } else if (latest_absent) {
    why.verdict = Verdict::NotMet;
  }
  return why;
}

Explanation comparison(const Logic& logic, const std::vector<const Fact*>& facts) {
  Explanation why{logic.id, Verdict::Unknown, {}, false, {}};
  const Fact* latest = nullptr;
  for (const Fact* fact : facts) {
    if (!fact->number || fact->assertion != Assertion::Present) continue;
    why.facts.push_back(fact->id);
    if (!latest || (fact->date && (!latest->date || *latest->date <= *fact->date))) latest = fact;
  }
  if (latest) why.verdict = truth(compares(*latest->number, logic));
  return why;
}

/// A response that the words tie to another treatment says nothing of the one requested: relief from an injection is
/// none from baclofen. Less use of other drugs, or work, may follow from any treatment and always counts.
bool is_of_another_treatment(const Fact& fact, const records::RequestedItem& item) {
  static const std::set<std::string> tied = {"resp.pain_improved",
                                             "resp.pain_relief_pct",
                                             "resp.relief_weeks",
                                             "resp.function_improved",
                                             "resp.improved_pain_and_function",
                                             "resp.adl_improved",
                                             "resp.functional_improvement",
                                             "resp.no_overall_improvement",
                                             "resp.intolerable_adverse_effects"};
  const auto treatment = fact.details.find("treatment");
  if (treatment == fact.details.end() || treatment->second.empty() || item.ingredients.empty() ||
      !tied.contains(fact.concept_id))
    return false;
  const std::string words = text::lower(treatment->second);
  const auto names_it = [&](const std::string& one) { return words.find(text::lower(one)) != std::string::npos; };
  return std::none_of(item.ingredients.begin(), item.ingredients.end(), names_it) &&
         std::none_of(item.drugs.begin(), item.drugs.end(), names_it);
}

Explanation evaluate_fact(const Scene& scene, const Logic& logic, Trace& trace) {
  if (logic.id.starts_with("req.")) return request_value(scene, logic, trace);
  add_once(trace.concepts, logic.id);
  std::vector<const Fact*> facts;
  for (const Fact* fact : scene.chart.of(logic.id))
    if (is_about_patient_and_past(*fact, logic) && is_in_window(*fact, logic, scene) &&
        !is_of_another_treatment(*fact, scene.request.item))
      facts.push_back(fact);
  Explanation why = logic.op.empty() ? presence(logic, facts) : comparison(logic, facts);
  for (const std::string& fact : why.facts) add_once(trace.facts, fact);
  return why;
}

Explanation combine_parts(const Scene& scene, const Logic& logic, Trace& trace, int depth) {
  Explanation why;
  int met = 0, open = 0;
  for (const Logic& part : logic.parts) {
    why.parts.push_back(evaluate_logic(scene, part, trace, depth + 1));
    met += why.parts.back().verdict == Verdict::Met;
    open += why.parts.back().verdict == Verdict::Unknown;
    why.is_conflict = why.is_conflict || why.parts.back().is_conflict;
  }
  const int size = static_cast<int>(logic.parts.size());
  const int wanted = logic.kind == Logic::Kind::All ? size : logic.kind == Logic::Kind::Any ? 1 : logic.count;
  why.label = wanted == size ? "all of" : wanted == 1 ? "any of" : fmt::format("at least {} of", wanted);
  why.verdict = met >= wanted ? Verdict::Met : met + open < wanted ? Verdict::NotMet : Verdict::Unknown;
  return why;
}

Explanation evaluate_topic_requirement(const Scene& scene, const Logic& logic, Trace& trace, int depth) {
  Explanation why{"topic " + logic.id, Verdict::Unknown, {}, false, {}};
  const Topic* topic = scene.library.topic(logic.id, scene.as_of);
  if (!topic || depth > 12) return why;
  if (!topic->has_requirement) {
    why.verdict = Verdict::NotMet;
    return why;
  }
  // The criteria of the other topic are looked through, not listed as findings of their own.
  const auto inline_criteria = [&](const auto& self, const Logic& tree) -> Logic {
    if (tree.kind == Logic::Kind::Criterion) return topic->criterion(tree.id)->when;
    Logic copy = tree;
    for (Logic& part : copy.parts) part = self(self, part);
    return copy;
  };
  const Logic& tree = scene.request.phase == Phase::Initial ? topic->initial : topic->continued;
  why.parts.push_back(evaluate_logic(scene, inline_criteria(inline_criteria, tree), trace, depth + 1));
  why.verdict = why.parts.back().verdict;
  return why;
}

Explanation evaluate_logic(const Scene& scene, const Logic& logic, Trace& trace, int depth) {
  switch (logic.kind) {
  case Logic::Kind::All:
  case Logic::Kind::Any:
  case Logic::Kind::AtLeast:
    return combine_parts(scene, logic, trace, depth);
  case Logic::Kind::Not: {
    Explanation why{"not", Verdict::Unknown, {}, false, {evaluate_logic(scene, logic.parts.front(), trace, depth + 1)}};
    why.verdict = opposite(why.parts.front().verdict);
    why.is_conflict = why.parts.front().is_conflict;
    return why;
  }
  case Logic::Kind::Fact:
    return evaluate_fact(scene, logic, trace);
  case Logic::Kind::Topic:
    return evaluate_topic_requirement(scene, logic, trace, depth);
  case Logic::Kind::Judgment:
    return {"the reviewer's judgment", Verdict::Unknown, {}, false, {}};
  case Logic::Kind::Always:
    return {"always", Verdict::Met, {}, false, {}};
  case Logic::Kind::Criterion:
    break;
  }
  assert(false && "a criterion's condition is a tree over facts");
  return {};
}

/// One proof for all concepts of a criterion.
records::Search search_all(const Chart& chart, const std::vector<std::string>& concepts) {
  records::Search all = chart.search("");
  for (const std::string& concept_id : concepts) {
    const records::Search one = chart.search(concept_id);
    for (const std::string& term : one.terms) add_once(all.terms, term);
    for (const std::string& hit : one.near_hits) add_once(all.near_hits, hit);
  }
  return all;
}

void collect_criteria(const Logic& tree, std::set<std::string>& ids) {
  if (tree.kind == Logic::Kind::Criterion) ids.insert(tree.id);
  for (const Logic& part : tree.parts) collect_criteria(part, ids);
}

const Logic& requirement(const Topic& topic, Phase phase) {
  return phase == Phase::Initial ? topic.initial : topic.continued;
}

/// Verdict of a tree over criteria, given the findings of its topic.
Verdict verdict_of(const Logic& tree, const std::function<Verdict(const std::string&)>& value_of) {
  switch (tree.kind) {
  case Logic::Kind::Criterion:
    return value_of(tree.id);
  case Logic::Kind::Not:
    return opposite(verdict_of(tree.parts.front(), value_of));
  case Logic::Kind::Always:
    return Verdict::Met;
  default:
    break;
  }
  int met = 0, open = 0;
  for (const Logic& part : tree.parts) {
    const Verdict verdict = verdict_of(part, value_of);
    met += verdict == Verdict::Met;
    open += verdict == Verdict::Unknown;
  }
  const int size = static_cast<int>(tree.parts.size());
  const int wanted = tree.kind == Logic::Kind::All ? size : tree.kind == Logic::Kind::Any ? 1 : tree.count;
  return met >= wanted ? Verdict::Met : met + open < wanted ? Verdict::NotMet : Verdict::Unknown;
}

Finding find_out(const Scene& scene, const Topic& topic, const Criterion& criterion) {
  Trace trace;
  Finding finding;
  finding.id = topic.id + "/" + criterion.id;
  finding.topic = topic.id;
  finding.criterion = criterion.id;
  finding.text = criterion.text;
  finding.needed = criterion.needed;
  finding.asks_judgment = criterion.asks_judgment;
  finding.why = evaluate_logic(scene, criterion.when, trace, 0);
  finding.verdict = finding.why.verdict;
  finding.is_conflict = finding.why.is_conflict && finding.verdict == Verdict::Unknown;
  finding.facts = std::move(trace.facts);
  finding.words = fmt::format("{}", fmt::join(trace.words, "; "));
  if (!trace.concepts.empty()) finding.searched = search_all(scene.chart, trace.concepts);
  finding.concepts = std::move(trace.concepts);
  return finding;
}

/// The topics a request maps to and, after them, those they bring in for the phase; each once.
std::vector<TopicEvaluation> gather_topics(const Scene& scene, const std::vector<const Topic*>& main) {
  std::vector<TopicEvaluation> topics;
  const auto has = [&](const Topic* topic) {
    return std::any_of(topics.begin(), topics.end(), [&](const TopicEvaluation& one) { return one.topic == topic; });
  };
  for (const Topic* topic : main)
    if (!has(topic)) topics.push_back({topic, true, Verdict::Unknown});
  for (std::size_t i = 0; i < topics.size(); ++i) {
    const Topic& topic = *topics[i].topic;
    for (const std::string& id : scene.request.phase == Phase::Initial ? topic.also_initial : topic.also_continued) {
      const Topic* other = scene.library.topic(id, scene.as_of);
      if (other && !has(other)) topics.push_back({other, false, Verdict::Unknown});
    }
  }
  return topics;
}

void evaluate_topics(const Scene& scene, Evaluation& evaluation) {
  for (TopicEvaluation& entry : evaluation.topics) {
    const Topic& topic = *entry.topic;
    std::set<std::string> required;
    if (topic.has_requirement) collect_criteria(requirement(topic, scene.request.phase), required);
    for (const Criterion& criterion : topic.criteria) {
      const bool is_exclusion =
          std::find(topic.exclusions.begin(), topic.exclusions.end(), criterion.id) != topic.exclusions.end();
      if (!is_exclusion && !required.contains(criterion.id)) continue; // asked in the other phase only
      Finding finding = find_out(scene, topic, criterion);
      finding.is_exclusion = is_exclusion;
      finding.is_required = required.contains(criterion.id);
      evaluation.findings.push_back(std::move(finding));
    }
    const auto value_of = [&](const std::string& id) { return evaluation.finding(topic.id + "/" + id)->verdict; };
    entry.requirement =
        topic.has_requirement ? verdict_of(requirement(topic, scene.request.phase), value_of) : Verdict::NotMet;
  }
}

/// A tree whose criteria carry their topic, so that trees of several topics can be joined.
Logic qualified(const Logic& tree, const std::string& topic) {
  Logic copy = tree;
  if (copy.kind == Logic::Kind::Criterion) copy.id = topic + "/" + copy.id;
  for (Logic& part : copy.parts) part = qualified(part, topic);
  return copy;
}

/// What all topics together ask: every requirement, and no exclusion.
Logic whole_requirement(const Evaluation& evaluation) {
  Logic whole;
  whole.kind = Logic::Kind::All;
  for (const TopicEvaluation& entry : evaluation.topics) {
    whole.parts.push_back(qualified(requirement(*entry.topic, evaluation.phase), entry.topic->id));
    for (const std::string& id : entry.topic->exclusions) {
      Logic exclusion, fallen;
      exclusion.kind = Logic::Kind::Criterion;
      exclusion.id = entry.topic->id + "/" + id;
      fallen.kind = Logic::Kind::Not;
      fallen.parts.push_back(std::move(exclusion));
      whole.parts.push_back(std::move(fallen));
    }
  }
  return whole;
}

void find_changes(Evaluation& evaluation) {
  for (const TopicEvaluation& entry : evaluation.topics)
    if (!entry.topic->has_requirement) return; // nothing in the record can make it hold
  // An exclusion about which the record is silent does not hold.
  const auto value_of = [&](const std::string& id) {
    const Finding& finding = *evaluation.finding(id);
    return finding.is_exclusion && finding.verdict == Verdict::Unknown ? Verdict::NotMet : finding.verdict;
  };
  for (const SettlingSet& set : minimal_changes(whole_requirement(evaluation), value_of)) {
    ChangeSet changes;
    for (const Settling& one : set)
      changes.push_back({one.criterion, evaluation.finding(one.criterion)->needed, one.to_hold});
    if (!changes.empty()) evaluation.would_change.push_back(std::move(changes));
  }
}

std::string why_not_met(const Finding& finding) {
  if (finding.is_exclusion) return fmt::format("The request is excluded: {}.", lower_first(finding.text));
  if (finding.verdict == Verdict::NotMet)
    return fmt::format("The record speaks against this requirement: {}.", lower_first(finding.text));
  if (finding.is_conflict)
    return fmt::format("Sources of the same day disagree on this requirement: {}.", lower_first(finding.text));
  if (finding.asks_judgment)
    return fmt::format("This asks for the reviewer's clinical judgment: {}.", lower_first(finding.text));
  if (finding.concepts.empty()) return fmt::format("The request does not say: {}.", lower_first(finding.text));
  const auto& searched = finding.searched;
  if (!searched.unread.empty())
    return fmt::format("Not found, and {} page{} could not be read: {}.", searched.unread.size(),
                       searched.unread.size() == 1 ? "" : "s", lower_first(finding.text));
  const std::string pages =
      searched.pages == 1 ? "on the one page read" : fmt::format("in any of the {} pages read", searched.pages);
  return fmt::format("Not documented {}: {}.", pages, lower_first(finding.text));
}

/// Required criteria that keep the requirement from holding: those in some minimal change set.
std::vector<const Finding*> decisive(const Evaluation& evaluation) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : evaluation.findings) {
    const bool in_some =
        std::any_of(evaluation.would_change.begin(), evaluation.would_change.end(), [&](const ChangeSet& set) {
          return std::any_of(set.begin(), set.end(),
                             [&](const Change& change) { return change.criterion == finding.id; });
        });
    if (in_some) findings.push_back(&finding);
  }
  return findings;
}

bool is_open_for_a_person(const Finding& finding) {
  if (finding.is_exclusion || finding.verdict != Verdict::Unknown) return false;
  return finding.is_conflict || finding.asks_judgment ||
         (!finding.concepts.empty() && !finding.searched.unread.empty());
}

/// Verdicts become a recommendation as docs/how_to/write_a_topic.md says.
void recommend(Evaluation& evaluation) {
  if (evaluation.topics.empty()) {
    evaluation.recommendation = Recommendation::ReviewerJudgment;
    evaluation.reasons.push_back(
        "No guideline topic in force speaks to this request; it is not denied for that. The search sequence applies.");
    return;
  }
  Verdict required = Verdict::Met;
  bool is_excluded = false;
  for (const TopicEvaluation& entry : evaluation.topics) required = both(required, entry.requirement);
  for (const Finding& finding : evaluation.findings)
    is_excluded = is_excluded || (finding.is_exclusion && finding.verdict == Verdict::Met);

  if (!is_excluded && required == Verdict::Met) {
    evaluation.recommendation = Recommendation::Overturned;
    evaluation.reasons.push_back("Every requirement is documented and no exclusion holds.");
    return;
  }
  for (const TopicEvaluation& entry : evaluation.topics)
    if (!entry.topic->has_requirement)
      evaluation.reasons.push_back(
          fmt::format("{} is not recommended, and the guideline names no exception.", entry.topic->title));
  const auto keeping = decisive(evaluation);
  for (const Finding* finding : keeping) evaluation.reasons.push_back(why_not_met(*finding));
  // Open for a person only when nothing settled already stands against it.
  const bool only_open = !is_excluded && required == Verdict::Unknown;
  const bool any_open = std::any_of(keeping.begin(), keeping.end(),
                                    [](const Finding* finding) { return is_open_for_a_person(*finding); });
  // A requirement that was searched for completely and found nowhere decides, whatever else stays open beside it.
  const bool searched_out =
      std::any_of(evaluation.topics.begin(), evaluation.topics.end(), [&](const TopicEvaluation& entry) {
        if (entry.requirement != Verdict::Unknown) return false;
        const auto closed = [&](const std::string& id) {
          const Finding& finding = *evaluation.finding(entry.topic->id + "/" + id);
          return finding.verdict == Verdict::Unknown && !is_open_for_a_person(finding) ? Verdict::NotMet
                                                                                       : finding.verdict;
        };
        return verdict_of(requirement(*entry.topic, evaluation.phase), closed) == Verdict::NotMet;
      });
  evaluation.recommendation =
      only_open && any_open && !searched_out ? Recommendation::ReviewerJudgment : Recommendation::Upheld;
}

void record_sequence(const Scene& scene, Evaluation& evaluation) {
  const Pack* pack = nullptr;
  for (const Pack& one : scene.library.packs())
    if ((!one.from || *one.from <= scene.as_of) && (!one.to || scene.as_of <= *one.to) && !one.sequence.empty())
      pack = &one;
  if (!pack) return;
  // The step that speaks: the schedule itself, or else the national guidelines of the next step; none of them when no
  // topic does.
  const auto speaks = [&](const char* rank) {
    return std::any_of(evaluation.topics.begin(), evaluation.topics.end(), [&](const TopicEvaluation& entry) {
      const Guideline* guideline = scene.library.guideline(*entry.topic);
      return guideline && guideline->rank == rank;
    });
  };
  const std::size_t speaking = speaks("mtus") ? 0 : speaks("guideline") ? 1 : pack->sequence.size();
  for (std::size_t i = 0; i < pack->sequence.size(); ++i) {
    const SequenceStep& step = pack->sequence[i];
    SequenceRecord record{step.id, step.source, i <= speaking, "", step.citation};
    if (i == 0) {
      record.reason = i == speaking ? "searched first; it speaks to this request"
                                    : "searched first; no topic in force speaks to this request";
    } else if (i > speaking) {
      record.reason = speaking == 0
                          ? "not opened: the schedule addresses the request and its presumption is not challenged"
                          : "not opened: the step before addresses the request";
    } else {
      record.reason = i == speaking ? "opened, because the step before does not address it; it speaks to this request"
                                    : "opened, because the step before does not address it; a reviewer must search it";
    }
    evaluation.sequence.push_back(std::move(record));
  }
}

} // namespace

const char* name(Recommendation value) {
  switch (value) {
  case Recommendation::Upheld:
    return "upheld";
  case Recommendation::Overturned:
    return "overturned";
  case Recommendation::ReviewerJudgment:
    return "reviewer_judgment";
  }
  return "";
}

const Finding* Evaluation::finding(const std::string& id) const {
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& item) { return item.id == id; });
  return found == findings.end() ? nullptr : &*found;
}

Evaluation evaluate(const Library& library, const std::vector<const Topic*>& topics, const Request& request,
                    const Chart& chart, Date as_of) {
  const Scene scene{library, request, chart, as_of};
  Evaluation evaluation;
  evaluation.phase = request.phase;
  evaluation.topics = gather_topics(scene, topics);
  evaluate_topics(scene, evaluation);
  find_changes(evaluation);
  recommend(evaluation);
  record_sequence(scene, evaluation);
  for (const TopicEvaluation& entry : evaluation.topics)
    if (entry.is_main && evaluation.evidence_level.empty()) evaluation.evidence_level = entry.topic->evidence_level;
  for (const Finding& finding : evaluation.findings)
    if (finding.is_conflict) evaluation.conflicts.push_back(why_not_met(finding));
  return evaluation;
}

Evaluation evaluate_example(const Library& library, const Topic& topic, const Example& example) {
  const Date day = topic.from.value_or(*Date::from(2015, 1, 1));
  Request request;
  request.phase = example.phase;
  Chart chart;
  chart.request_date = day;
  chart.pages.push_back({"d1", "example", 1, 100, false});
  if (example.phase == Phase::Initial)
    for (const std::string& id : library.pack(topic.pack).starts_at_zero)
      request.values[id] = {Verdict::Met, 0.0, "a first request", {}};
  for (const auto& [id, value] : example.facts) {
    const bool is_word = value == "present" || value == "absent" || value == "possible";
    if (id.starts_with("req.")) {
      RequestValue& stated = request.values[id];
      stated.words = "stated by the example";
      if (is_word)
        stated.verdict = value == "present" ? Verdict::Met : value == "absent" ? Verdict::NotMet : Verdict::Unknown;
      else
        stated = {Verdict::Met, std::stod(value), "stated by the example", {}};
      continue;
    }
    Fact fact;
    fact.id = fmt::format("f{}", chart.facts.size() + 1);
    fact.concept_id = id;
    fact.date = day;
    fact.assertion = value == "absent"     ? Assertion::Absent
                     : value == "possible" ? Assertion::Possible
                                           : Assertion::Present;
    if (!is_word) fact.number = std::stod(value);
    chart.facts.push_back(std::move(fact));
  }
  return evaluate(library, {&topic}, request, chart, day);
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
