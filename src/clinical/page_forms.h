// What a page says by its form: check boxes, questions with their answers, lists of what may go wrong, titles of
// operations. Private to the room; page_reading.cpp puts it into the reading of a page.
#pragma once

#include "clinical/page_reading.h"

namespace openimr::clinical {

/// What is asked on a line before its boxes is denied where the box that says no is checked, and says nothing where
/// none is.
void read_boxes(PageReading& reading);

/// "Potential complications include, but are not limited to: 1. Infection. 2. Bleeding.": the items happened to nobody.
void read_risks(const Vocabulary::Data& data, PageReading& reading);

/// The only side that the titles of an operation name, or nothing.
std::string side_of_titles(const Vocabulary::Data& data, const PageReading& reading,
                           const std::vector<HeadingHit>& headings);

/// The sentences of a page; a question and the answer behind it are one.
std::vector<TokenRange> asked_and_told(const Vocabulary::Data& data, const PageReading& reading);

} // namespace openimr::clinical
