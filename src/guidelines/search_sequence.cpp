#include "guidelines/search_sequence.h"

#include <algorithm>

namespace openimr::guidelines {

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

} // namespace openimr::guidelines
