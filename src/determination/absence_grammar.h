// Absence grammar: how English says that papers lack something, as patterns over words rather than as a list of
// phrases.
//
//   no (clear) documentation of X            without any record of X         lacking in evidence of X
//   do not (clearly) mention X               was unable to locate X          notes never mention X
//   X was never documented                   X has not been supplied         X remains unaddressed
//   nowhere in the file is X mentioned       none of the reports mentions X  absent from the chart is X
//   it is not documented that X              nothing to indicate that X      has yet to have undergone X
//   before any X was documented              X finds no support in the chart  whether X is left to guesswork
//   pain is described, X is not              X: none documented               I looked for X. I did not find it.
#pragma once

#include "determination/check_rules.h"
#include "text/span.h"

#include <string_view>
#include <vector>

namespace openimr::determination {

/// A place that says so, and where its object stands.
struct AbsenceCue {
  /// Elsewhere: named before in the sentence, or in the sentence before.
  enum class Object { Behind, Before, Between, Elsewhere };
  text::Span words; ///< in the text handed in
  Object object = Object::Behind;
  text::Span inside; ///< of Between: the object
};

/// Every cue of the grammar in a sentence, in order. `text` is lower case with plain spaces, as long as the original.
std::vector<AbsenceCue> find_absence_cues(const AbsenceGrammar& grammar, std::string_view text, text::Span sentence);

/// Whether words only stand for something that was named before: "it", "nothing of the sort", "in the records".
bool stands_for_another(const AbsenceGrammar& grammar, std::string_view text, text::Span object);

/// The object without its article and without words that only say what the papers would hold: "documentation of a
/// urine drug screen" speaks of a urine drug screen.
text::Span bare_object(const AbsenceGrammar& grammar, std::string_view text, text::Span object);

} // namespace openimr::determination
