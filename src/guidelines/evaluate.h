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
  Reading reading = Reading::Strict;
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

/// The same with an index made before, for many requests to one chart.
Evaluation evaluate(const Scene& scene, const std::vector<const Topic*>& topics);

} // namespace openimr::guidelines
