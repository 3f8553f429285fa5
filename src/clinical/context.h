// Context: is the phrase affirmed, negated or possible, when did it hold, and about whom is it?
// Cues with a direction, terminators and pseudo-cues come from packs/vocabulary/context.yaml; one trie pass over the
// sentence. Method: trigger, scope, terminator, after Chapman et al., NegEx (2001) and ConText (2009).
#pragma once

#include "clinical/vocabulary.h"
#include "records/chart.h"
#include "text/span.h"

#include <string>
#include <string_view>

namespace openimr::clinical {

enum class Negation { Affirmed, Negated, Possible };
enum class TimeOfPhrase { Recent, Historical, Hypothetical };

/// How a phrase is meant in its sentence.
struct ContextResult {
  Negation negation = Negation::Affirmed;
  TimeOfPhrase temporality = TimeOfPhrase::Recent;
  records::Experiencer experiencer = records::Experiencer::Patient;
  bool is_planned = false; ///< Hypothetical because somebody intends it ("will try"), not because of an "if"
  bool is_recited = false; ///< Hypothetical because the sentence recites a rule ("is recommended when …")
  bool is_advised = false; ///< Hypothetical because it is to be done ("should have", "obtain"), for no other reason
  std::string cue;         ///< the words that decided, empty when none did

  records::Assertion assertion() const;
  records::Temporality when() const;
};

/// Judges the phrase at the span inside the sentence.
ContextResult judge(const Vocabulary& vocabulary, std::string_view sentence, text::Span phrase);

/// Judges the first place where the phrase occurs (letter case and runs of spaces do not matter), or the first in
/// capitals, by which annotated sentences mark the phrase that is meant. A phrase that does not occur is affirmed,
/// recent, patient unless the sentence as a whole says otherwise.
ContextResult judge(const Vocabulary& vocabulary, std::string_view sentence, std::string_view phrase);

/// One line of `openimr context`: "phrase<TAB>sentence" in, "negation<TAB>temporality<TAB>experiencer" out. A line
/// without a tab is a phrase without a sentence.
std::string context_line(const Vocabulary& vocabulary, std::string_view line);

const char* name(Negation value);     ///< Affirmed | Negated | Possible
const char* name(TimeOfPhrase value); ///< Recent | Historical | Hypothetical

} // namespace openimr::clinical
