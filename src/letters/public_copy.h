// A letter made safe to publish: de-identified as a Letter value, so that its PDF, HTML and text are rendered anew and
// nothing lies under a box or in a file's margin.
#pragma once

#include "corpus/deidentify.h"
#include "letters/letter.h"

#include <string>
#include <vector>

namespace openimr::letters {

struct PublicCopy {
  Letter letter;                         ///< without evidence ids: they would lead back into the case
  std::string source_text, text;         ///< all words in order, before and after
  std::vector<corpus::Removal> removals; ///< places in the two texts
};

/// Every word of the letter is looked at in one go, so that a name split over two runs is found and a person keeps one
/// number throughout. The organization's own letterhead stays.
PublicCopy public_copy(const Letter& letter, const corpus::IdentifierRules& rules,
                       const std::vector<corpus::KnownIdentity>& known, const corpus::DayPolicy& policy);

/// Plain text as a letter: headings are short lines in capitals, "Label: value" lines stay lines, the rest paragraphs.
Letter letter_of_text(std::string_view text, std::string title, Date date);

} // namespace openimr::letters
