// The lines of a utilization review letter, and what its edges say: who reviewed, and when and how it was served.
#pragma once

#include "intake/ur_decision_reading.h"
#include "records/case_file.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// One line of a page, with its lower case (letters of ASCII only, so that places are the same in both).
struct LetterLine {
  const records::Page* page = nullptr;
  std::size_t begin = 0, end = 0; ///< in the page text
  std::string text, low;
};

/// The lines of all pages that hold more than spaces, in order.
std::vector<LetterLine> lines_of_letter(const records::Document& document);

/// The words of a line from `from` to `to`, bytes of it, with their place.
records::Evidence evidence_of(const records::Document& document, const LetterLine& line, std::size_t from,
                              std::size_t to);

/// The day and the way of service, by the proof or the letter itself; what it does not say stays empty.
void read_service(const records::Document& document, const UrWords& words, UrReading& reading);

/// Name, specialty and licence of the reviewer where no label names them: in running text and under the letter. A
/// sound value that is there already is kept.
void read_reviewer(const records::Document& document, FormReading& facts);

} // namespace openimr::intake
