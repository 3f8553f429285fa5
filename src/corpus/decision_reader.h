// Reads a published determination letter from its text (a text file, or the page texts of a PDF joined with \f).
//
//   auto layouts = Layouts::load("packs");
//   PublishedDecision decision = read_decision(*layouts, "determination.txt", text);
//   if (!decision.problems.empty()) …            // what could not be read, with place, found, expected, remedy
//
// It copes with wrapping, double spacing, blank lines and page heads inside paragraphs, words cut at line ends. Each
// known layout is an entry of packs/letters/layouts.yaml: headings, labels, and what a letter of that layout has to
// have.
#pragma once

#include "corpus/layouts.h"
#include "corpus/published_decision.h"

#include <string_view>

namespace openimr::corpus {

/// Never fails: what is wrong with the letter is in the record's problems. Any bytes are taken.
PublishedDecision read_decision(const Layouts& layouts, std::string_view file_name, std::string_view text);

} // namespace openimr::corpus
