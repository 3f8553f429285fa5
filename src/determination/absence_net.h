// Absence net: sentences that deny something in words no pattern of the grammar knows.
//
// The grammar (absence_grammar.h) knows which words deny and which thing they deny. The net knows less and catches
// more: a word of negation or emptiness near a word of papers or of reviewing, in a clause that neither recites a rule
// nor denies twice ("it is not disputed that …"). What the clause names besides is taken for what it denies; where it
// names nothing ("Q: Is there a drug screen on file? A: No."), what was named before.
#pragma once

#include "determination/check_rules.h"
#include "text/span.h"

#include <string_view>
#include <vector>

namespace openimr::determination {

/// A clause that denies, and where the thing may be named: the clause, what stands before it in the sentence, the
/// sentence before. The first that names anything counts.
struct AbsenceCatch {
  text::Span words; ///< the word that denies
  std::vector<text::Span> objects;
};

/// "It is not disputed that …", "the file does not lack …", "where X has not been shown, the guideline asks …": what a
/// sentence denies it takes back, or sets as a condition for something else than this decision.
bool takes_back(const AbsenceCues& cues, std::string_view text, text::Span sentence);

/// What the net catches in a sentence, in order. `text` is lower case with plain spaces, as long as the original.
std::vector<AbsenceCatch> cast_absence_net(const AbsenceCues& cues, std::string_view text, text::Span sentence,
                                           text::Span before);

} // namespace openimr::determination
