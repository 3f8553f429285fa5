// Any bytes as a letter: reading ends, every field is valid text of the letter or empty, and what is missing is a
// problem.
#include "corpus/decision_reader.h"
#include "corpus/field_confidence.h"

#include <cstdint>
#include <cstdlib>

namespace {

const openimr::corpus::Layouts& layouts() {
  static const auto read = openimr::corpus::Layouts::load(OPENIMR_SOURCE_DIR "/packs");
  if (!read) std::abort();
  return *read;
}

void demand(bool holds) {
  if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace openimr::corpus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const PublishedDecision decision = read_decision(layouts(), "letter", text);
  demand(!decision.layout.empty());
  demand(decision.layout != "unknown" || !decision.problems.empty());
  demand(!decision.issues.empty() || !decision.problems.empty());
  for (const DecidedIssue& issue : decision.issues) {
    demand(&issue == &decision.issues[static_cast<std::size_t>(issue.n - 1)]);
    for (const auto& [field, confidence] : confidence_of(decision, issue))
      demand(confidence != Confidence::Missing || !decision.problems.empty());
    demand(!issue.rationale || issue.rationale->size() <= 3 * text.size());
  }
  demand(!decision.age || (*decision.age >= 1 && *decision.age <= 120));
  return 0;
}
