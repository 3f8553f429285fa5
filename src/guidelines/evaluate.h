// From a request and a chart to a recommendation that explains itself down to words on a page.
//
// The recommendation is the engine's; it decides nothing. Only a signed opinion does (determination room).
#pragma once

#include "guidelines/library.h"
#include "guidelines/request.h"
#include "guidelines/settle.h"
#include "guidelines/topic.h"
#include "records/chart.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// What came of one criterion.
struct Finding {
  std::string id; ///< "ketamine-topical/crps-or-phn"
  std::string topic, criterion;
  std::string text, needed;
  Verdict verdict = Verdict::Unknown;
  bool is_exclusion = false;
  bool is_required = false; ///< stands in the requirement of the phase
  bool asks_judgment = false;
  bool is_conflict = false;
  std::vector<std::string> facts;    ///< chart facts that speak to it, for or against
  std::vector<std::string> concepts; ///< what was looked for
  std::string words;                 ///< of request values: how they were found
  records::Search searched;
  Explanation why;
};

struct TopicEvaluation {
  const Topic* topic = nullptr;
  bool is_main = true; ///< false: brought in by also_apply
  Verdict requirement = Verdict::Unknown;
};

enum class Recommendation { Upheld, Overturned, ReviewerJudgment };
const char* name(Recommendation value); ///< "upheld", "overturned", "reviewer_judgment"

/// How a criterion could come to be settled, easiest first.
enum class Effort {
  Document,     ///< the record is silent: a report can say it if it is so
  SayInRequest, ///< the request is silent
  AskOtherwise, ///< the request itself stands against it
  Judgment,     ///< a reviewer has to judge it, or sources disagree
  NewFinding    ///< the record says otherwise: only a later finding could show it
};
const char* name(Effort effort); ///< "document", "say_in_request", "ask_otherwise", "judgment", "new_finding"

/// A change that a set of changes consists of.
struct Change {
  std::string criterion; ///< finding id
  std::string needed;    ///< as the page words it, of an exclusion as well: what would have to be there
  bool must_hold = true; ///< false: an exclusion that would have to fall
  Effort effort = Effort::Document;
  auto operator<=>(const Change&) const = default;
};
using ChangeSet = std::vector<Change>;

struct SequenceRecord {
  std::string step, source;
  bool opened = false;
  std::string reason, citation;
};

struct Evaluation {
  Phase phase = Phase::Initial;
  Reading reading = Reading::Strict;
  std::vector<TopicEvaluation> topics;
  std::vector<Finding> findings;
  Recommendation recommendation = Recommendation::ReviewerJudgment;
  std::vector<std::string> reasons;
  std::vector<ChangeSet> would_change; ///< every minimal set, the most easily documented first
  bool changes_are_complete = true;    ///< false: there are too many ways to list (no page of ours comes there)
  std::vector<SequenceRecord> sequence;
  std::string evidence_level;
  std::vector<std::string> conflicts;

  /// As the other phase would come out, where the record leaves open whether the request starts or carries on; else
  /// empty.
  std::vector<Evaluation> other_phase;

  const Finding* finding(const std::string& id) const;
};

/// A change in words that a treating doctor understands, a whole sentence.
std::string in_words(const Change& change);

/// The facts about the request that its words and the course of treatment give.
void compute_request_values(const Library& library, Request& request, const records::Chart& chart, Date as_of);

/// Evaluates all topics the request maps to, with those they bring in, for the request's phase.
Evaluation evaluate(const Library& library, const std::vector<const Topic*>& topics, const Request& request,
                    const records::Chart& chart, Date as_of);

/// The same with an index made before, for many requests to one chart.
Evaluation evaluate(const Scene& scene, const std::vector<const Topic*>& topics);

} // namespace openimr::guidelines
