// From a request and a chart to a recommendation that explains itself down to words on a page.
//
// The recommendation is the engine's; it decides nothing. Only a signed opinion does (determination room).
#pragma once

#include "guidelines/library.h"
#include "guidelines/topic.h"
#include "records/chart.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// A value about the request itself (facts that begin with "req.").
struct RequestValue {
  Verdict verdict = Verdict::Unknown;
  std::optional<double> number;
  std::string words;              ///< how it was found
  std::vector<std::string> facts; ///< chart facts it rests on
  bool is_searched = false;       ///< looked for in the record as well, under the same id
};

/// A disputed item as the guidelines see it.
struct Request {
  records::RequestedItem item;
  Phase phase = Phase::Initial;
  bool phase_is_unsure = false;
  std::vector<std::string> phase_facts; ///< chart facts that show earlier use
  std::optional<Date> first_used;
  std::map<std::string, RequestValue> values;
};

/// Why a node of a condition has its value.
struct Explanation {
  std::string label; ///< "all of", "any of", a fact id, a criterion
  Verdict verdict = Verdict::Unknown;
  std::vector<std::string> facts; ///< chart facts that decided it
  bool is_conflict = false;       ///< sources of the same day disagree
  std::vector<Explanation> parts;
};

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

/// A change that a set of changes consists of.
struct Change {
  std::string criterion; ///< finding id
  std::string needed;
  bool must_hold = true; ///< false: an exclusion that would have to fall
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
  std::vector<TopicEvaluation> topics;
  std::vector<Finding> findings;
  Recommendation recommendation = Recommendation::ReviewerJudgment;
  std::vector<std::string> reasons;
  std::vector<ChangeSet> would_change; ///< every minimal set, smallest first
  std::vector<SequenceRecord> sequence;
  std::string evidence_level;
  std::vector<std::string> conflicts;

  const Finding* finding(const std::string& id) const;
};

/// The facts about the request that its words and the course of treatment give.
void compute_request_values(const Library& library, Request& request, const records::Chart& chart, Date as_of);

/// Evaluates all topics the request maps to, with those they bring in, for the request's phase.
Evaluation evaluate(const Library& library, const std::vector<const Topic*>& topics, const Request& request,
                    const records::Chart& chart, Date as_of);

/// Evaluates a topic on the facts of an example, together with what it brings in.
Evaluation evaluate_example(const Library& library, const Topic& topic, const Example& example);

/// Runs an example of a page; empty when it comes out as written, else what differs.
std::string run_example(const Library& library, const Topic& topic, const Example& example);

} // namespace openimr::guidelines
