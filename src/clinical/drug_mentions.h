// Drug mentions: which drug a name means, decided by the words around it (ER, cream, injection, pump), misspellings as
// flagged near matches.
#pragma once

#include "clinical/context_engine.h"

#include <string>
#include <vector>

namespace openimr::clinical {

/// A drug named in a text.
struct DrugMention {
  TokenRange name;            ///< the tokens of the name
  TokenRange extent;          ///< with the modifiers that belong to it ("morphine sulfate ER")
  const Drug* drug = nullptr; ///< null when the ingredient is clear and its form is not
  std::string generic;        ///< chart name, or the ingredient when the form is open
  std::string base;           ///< ingredient(s)
  std::string route;          ///< empty when open
  std::string form;           ///< as said near the name: cream, tablet, patch, …
  bool is_near = false;       ///< spelled nearly so
  const Drug* any = nullptr;  ///< some drug of the ingredient, never null: for families and class
};

/// Drugs named in the range, in order, not overlapping.
std::vector<DrugMention> find_drugs(const Vocabulary::Data& data, std::string_view text,
                                    const std::vector<text::Token>& tokens, const std::vector<text::TermHit>& hits,
                                    TokenRange range);

} // namespace openimr::clinical
