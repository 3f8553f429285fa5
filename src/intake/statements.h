// What a page says of itself beside its patient: the organization of its letterhead, the day of service, the day it was
// written, and who signed it, each with its place.
#pragma once

#include "intake/identity.h"
#include "intake/page_cues.h"
#include "intake/words_on_page.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::intake {

/// A day and where it stands.
struct DayOnPage {
  Date date;
  text::Span span;
  std::size_t line = 0;
};

/// A name and where it stands.
struct WordsOnPage {
  std::string words; ///< empty when there is none
  text::Span span;
};

/// An organization's name at the head of a page.
struct Letterhead {
  std::string words; ///< empty when there is none
  text::Span span;
  bool has_address = false; ///< an address or telephone below it; a running header has none
};

/// Whether the line is what a fax machine printed at an edge: a time of day with numbers and little else.
bool is_fax_line(const Lines& lines, std::size_t line, const PageCues& cues);

/// The first day behind the label on its line, or at the start of the next line when the label ends its own; days
/// behind words of others ("date of birth", "printed") do not count.
std::optional<DayOnPage> day_at_label(const Lines& lines, const std::string& label, const PageCues& cues);
/// The day at the best label that has one.
std::optional<DayOnPage> day_at_labels(const Lines& lines, const std::vector<std::string>& labels,
                                       const PageCues& cues);
/// A line near the top that holds a day and little else, as letters have it.
std::optional<DayOnPage> lone_day(const Lines& lines, const PageCues& cues);

/// What stands behind a label, when it looks like a person's name.
WordsOnPage name_at_label(const Lines& lines, const std::string& label, const PageCues& cues);
/// The last name with a credential that stands alone on its line: the signature.
WordsOnPage signature_on(const Lines& lines, const PageCues& cues);

/// The organization at the head of the page: its name among the first lines, with an address or telephone near it or a
/// word that organizations are called by.
Letterhead letterhead_of(const Lines& lines, const PageCues& cues);

/// Everything, in text order, with the patient's name, birth date, claim number and injury date.
std::vector<records::Stated> statements_of(const Lines& lines, const PatientOnPage& patient, const PageCues& cues);

} // namespace openimr::intake
