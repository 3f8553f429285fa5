// Several letters in one file: where each begins, so that no field of one is taken for another's.
#pragma once

#include "corpus/layouts.h"

#include <string_view>
#include <vector>

namespace openimr::corpus {

/// One letter of a file.
struct LetterPart {
  std::string_view text; ///< views into the text handed in
  int line = 1;          ///< of the file on which it begins
};

/// The letters of a text, at least one, in order; together they are the whole text. A letter begins anew where the
/// heading of a section comes again after the issues of a letter, and has issues of its own; its head (title, case
/// number, dates) goes with it.
std::vector<LetterPart> split_letters(const Layouts& layouts, std::string_view text);

} // namespace openimr::corpus
