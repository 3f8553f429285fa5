// Whose page is it: name, birth date, claim number and injury date as a page labels them, compared with the
// application. Misreadings, initials, other names by marriage and swapped days do not make another person; the names of
// the employer, of doctors and of relatives do not either.
#pragma once

#include "intake/page_cues.h"
#include "intake/words_on_page.h"
#include "records/case_file.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::intake {

/// A name and how it is labelled.
struct NameOnPage {
  std::string name;
  bool is_strong = true; ///< the label says that it is the patient
  text::Span span;
};

/// What a page says about its patient; empty where it says nothing. Spans are in the page text.
struct PatientOnPage {
  std::vector<NameOnPage> names; ///< in order of the labels' weight
  std::optional<Date> born, injured;
  std::string claim;
  bool is_by_running_line = false; ///< name and number stand without labels at the head or foot of the page
  text::Span born_span, injured_span, claim_span;
};

PatientOnPage patient_on(const Lines& page, const PageCues& cues);

enum class Belongs {
  This,    ///< the employee, by name or by number
  Other,   ///< somebody else
  Unknown, ///< nothing to tell by, or signs that contradict each other; counts as this
};

/// The answer with its reason.
struct Ownership {
  Belongs belongs = Belongs::Unknown;
  std::string doubt; ///< signs that contradict each other, in words; empty when there are none
};

/// A name of somebody else quarantines a page when it is labelled as the patient's, or birth date or claim number
/// differ too, and no sign agrees with the application; the same name does when the birth date is another one beyond
/// misreading and no number agrees. Another claim number or injury date alone never does: an employee may have several.
Ownership whose(const PatientOnPage& patient, const Lines& page, const records::Application& application);

/// The words for a message: "Jane Doe, born 1970-01-01, claim WC-1".
std::string describe(const PatientOnPage& patient);

/// Whether a name is the employee's: both parts are alike, first name or initial.
bool is_employee_name(std::string_view name, const records::Application& application);

} // namespace openimr::intake
