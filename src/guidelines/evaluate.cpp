#include "guidelines/evaluate.h"

#include "guidelines/change_sets.h"
#include "guidelines/recommend.h"
#include "guidelines/search_sequence.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::guidelines {
namespace {

using records::Chart;

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
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

Finding find_out(const Scene& scene, const Topic& topic, const Criterion& criterion) {
  Trace trace;
  Finding finding;
  finding.id = topic.id + "/" + criterion.id;
  finding.topic = topic.id;
  finding.criterion = criterion.id;
  finding.text = criterion.text;
  finding.needed = criterion.needed;
  finding.asks_judgment = criterion.asks_judgment;
  finding.why = explain(scene, criterion.when, trace);
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
    if (topic.has_requirement)
      collect_criteria(requirement(topic, scene.request.phase, scene.request.reading), required);
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
    entry.requirement = topic.has_requirement
                            ? truth_of(requirement(topic, scene.request.phase, scene.request.reading), value_of)
                            : Verdict::NotMet;
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
    whole.parts.push_back(qualified(requirement(*entry.topic, evaluation.phase, evaluation.reading), entry.topic->id));
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

Effort effort_of(const Finding& finding) {
  const bool is_of_request = finding.concepts.empty();
  if (finding.verdict == Verdict::Unknown) {
    if (finding.asks_judgment || finding.is_conflict) return Effort::Judgment;
    return is_of_request ? Effort::SayInRequest : Effort::Document;
  }
  return is_of_request ? Effort::AskOtherwise : Effort::NewFinding;
}

/// The hardest part of a set decides, then how many parts it has.
bool is_easier(const ChangeSet& a, const ChangeSet& b) {
  const auto rank = [](const ChangeSet& set) {
    Effort hardest = Effort::Document;
    for (const Change& one : set) hardest = std::max(hardest, one.effort);
    return std::pair(hardest, set.size());
  };
  return rank(a) < rank(b);
}

void find_what_would_change(Evaluation& evaluation) {
  for (const TopicEvaluation& entry : evaluation.topics)
    if (!entry.topic->has_requirement) return; // nothing in the record can make it hold
  // An exclusion about which the record is silent does not hold.
  const auto value_of = [&](const std::string& id) {
    const Finding& finding = *evaluation.finding(id);
    return finding.is_exclusion && finding.verdict == Verdict::Unknown ? Verdict::NotMet : finding.verdict;
  };
  const Changes found = find_changes(whole_requirement(evaluation), value_of);
  evaluation.changes_are_complete = found.is_complete;
  for (const SettlingSet& set : found.sets) {
    ChangeSet changes;
    for (const Settling& one : set) {
      const Finding& finding = *evaluation.finding(one.criterion);
      changes.push_back({one.criterion, finding.needed, one.to_hold, effort_of(finding)});
    }
    if (!changes.empty()) evaluation.would_change.push_back(std::move(changes));
  }
  std::stable_sort(evaluation.would_change.begin(), evaluation.would_change.end(), is_easier);
}

/// The same request taken the other way. Where that decides, it is for the reviewer to say which it is.
void add_other_phase(const Scene& scene, const std::vector<const Topic*>& topics, Evaluation& evaluation) {
  Request other = scene.request;
  other.phase_is_unsure = false;
  other.phase = other.phase == Phase::Initial ? Phase::Continued : Phase::Initial;
  evaluation.other_phase.push_back(
      evaluate(Scene{scene.library, other, scene.chart, scene.facts, scene.as_of}, topics));
  const Recommendation either = evaluation.other_phase.front().recommendation;
  if (either == evaluation.recommendation) return;
  const bool is_first = evaluation.phase == Phase::Initial;
  evaluation.reasons.insert(
      evaluation.reasons.begin(),
      fmt::format("Whether this starts a treatment or carries one on is not documented, and it decides: {} as a first "
                  "request, {} as a continued one.",
                  name(is_first ? evaluation.recommendation : either),
                  name(is_first ? either : evaluation.recommendation)));
  evaluation.recommendation = Recommendation::ReviewerJudgment;
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

const char* name(Effort effort) {
  switch (effort) {
  case Effort::Document:
    return "document";
  case Effort::SayInRequest:
    return "say_in_request";
  case Effort::AskOtherwise:
    return "ask_otherwise";
  case Effort::Judgment:
    return "judgment";
  case Effort::NewFinding:
    return "new_finding";
  }
  return "";
}

std::string in_words(const Change& change) {
  switch (change.effort) {
  case Effort::Document:
    return fmt::format("Document, if it is so: {}.", change.needed);
  case Effort::SayInRequest:
    return fmt::format("Say in the request: {}.", change.needed);
  case Effort::AskOtherwise:
    return fmt::format("Ask for something else: {}.", change.needed);
  case Effort::Judgment:
    return fmt::format("For the reviewer to judge, helped by: {}.", change.needed);
  case Effort::NewFinding:
    return fmt::format("The record says otherwise now; a later report would have to show: {}.", change.needed);
  }
  return "";
}

Evaluation evaluate(const Scene& scene, const std::vector<const Topic*>& topics) {
  Evaluation evaluation;
  evaluation.phase = scene.request.phase;
  evaluation.reading = scene.request.reading;
  evaluation.topics = gather_topics(scene, topics);
  evaluate_topics(scene, evaluation);
  find_what_would_change(evaluation);
  recommend(evaluation);
  record_sequence(scene, evaluation);
  for (const TopicEvaluation& entry : evaluation.topics)
    if (entry.is_main && evaluation.evidence_level.empty()) evaluation.evidence_level = entry.topic->evidence_level;
  for (const Finding& finding : evaluation.findings)
    if (finding.is_conflict) evaluation.conflicts.push_back(why_not_met(finding));
  if (scene.request.phase_is_unsure) add_other_phase(scene, topics, evaluation);
  return evaluation;
}

Evaluation evaluate(const Library& library, const std::vector<const Topic*>& topics, const Request& request,
                    const Chart& chart, Date as_of) {
  const FactIndex facts(chart);
  return evaluate(Scene{library, request, chart, facts, as_of}, topics);
}

} // namespace openimr::guidelines
