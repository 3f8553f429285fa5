// Whose page is it: name, birth date and claim number as a page labels them, compared with the application.
#pragma once

#include "intake/words_on_page.h"
#include "records/case_file.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::intake {

/// What a page says about its patient; empty where it says nothing.
struct PatientOnPage {
  std::vector<std::string> names; ///< at every label of a patient's name, in order of the labels' weight
  std::optional<Date> born;
  std::string claim;
};

PatientOnPage patient_on(const Lines& page);

enum class Belongs {
  This,    ///< the employee's name, or the birth date or claim number where no name is given
  Other,   ///< another name, and another birth date or claim number
  Unknown, ///< nothing to tell by; counts as this
};

Belongs whose(const PatientOnPage& patient, const records::Application& application);

/// The words for a message: "Jane Doe, born 1970-01-01, claim WC-1".
std::string describe(const PatientOnPage& patient);

} // namespace openimr::intake
