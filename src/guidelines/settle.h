// From a condition to its truth: quickly, or with the reasons.
//
// settle() gives the verdict alone and allocates nothing; explain() gives the same verdict with the tree of why. Both
// combine parts by Kleene's strong logic: a value is unknown exactly when it would depend on the unknown.
#pragma once

#include "guidelines/scene.h"

#include <string>
#include <vector>

namespace openimr::guidelines {

/// Why a node of a condition has its value.
struct Explanation {
  std::string label; ///< "all of", "any of", a question to the record
  Verdict verdict = Verdict::Unknown;
  std::vector<std::string> facts; ///< chart facts that decided it
  bool is_conflict = false;       ///< sources of the same day disagree
  std::vector<Explanation> parts;
  std::string fact; ///< concept or request value that a leaf asks for; empty for nodes over others
};

/// Gathers what a condition looked at on its way.
struct Trace {
  std::vector<std::string> facts;
  std::vector<std::string> concepts;
  std::vector<std::string> words;
};

/// Truth of a condition. Criteria are those of the topic; null where the condition names none.
Verdict settle(const Scene& scene, const Logic& logic, const Topic* topic = nullptr);
/// The same with its reasons.
Explanation explain(const Scene& scene, const Logic& logic, Trace& trace);

/// What a topic's request must meet; not met where nothing can be. Exclusions stand apart.
Verdict settle_requirement(const Scene& scene, const Topic& topic);
/// Met when one of the topic's exclusions holds.
Verdict settle_exclusions(const Scene& scene, const Topic& topic);

/// Kleene's truth of a node over conditions, from its parts: value_of(i) is the verdict of part i, asked for in order
/// and only until the whole is settled.
template <class ValueOf> Verdict combine(const Logic& node, ValueOf value_of) {
  using Kind = Logic::Kind;
  if (node.kind == Kind::Not) return opposite(value_of(0));
  if (node.kind == Kind::Unless) return both(value_of(0), opposite(value_of(1)));
  const int size = static_cast<int>(node.parts.size());
  const int wanted = node.kind == Kind::All ? size : node.kind == Kind::AtLeast ? node.count : 1;
  int met = 0, open = 0;
  for (int i = 0; i < size; ++i) {
    const Verdict verdict = value_of(static_cast<std::size_t>(i));
    met += verdict == Verdict::Met;
    open += verdict == Verdict::Unknown;
    if (met >= wanted) return Verdict::Met;
    if (met + open + (size - i - 1) < wanted) return Verdict::NotMet; // what is left cannot make up for it
  }
  return Verdict::Unknown;
}

/// "all of", "at least 2 of", "not recommended, except": how a node over conditions reads.
std::string label_of(const Logic& node);

/// A question to the record in short words: "dx.crps", "resp.pain_relief_pct >= 50 percent",
/// "count of proc.facet_block >= 4 within 12 months".
std::string question(const Logic& leaf);

/// The criterion's tree of the phase and reading.
const Logic& requirement(const Topic& topic, Phase phase, Reading reading);

} // namespace openimr::guidelines
