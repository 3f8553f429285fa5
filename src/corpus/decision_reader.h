// Reads a published determination letter from its text (a text file, or the page texts of a PDF joined with \f).
//
//   PublishedDecision decision = read_decision("determination.txt", text);
//   if (!decision.problems.empty()) …            // what could not be read, with place, found, expected, remedy
//
// It copes with wrapping, double spacing, blank lines and page heads inside paragraphs, words cut at line ends. Each
// known layout is one entry of a table in layouts.cpp: headings, labels, and what a letter of that layout has to have.
#pragma once

#include "corpus/published_decision.h"

#include <string_view>
#include <vector>

namespace openimr::corpus {

/// Never fails: what is wrong with the letter is in the record's problems. Any bytes are taken.
PublishedDecision read_decision(std::string_view file_name, std::string_view text);

/// Ids of the layouts known, in the order they are tried.
std::vector<std::string_view> known_layouts();

} // namespace openimr::corpus
