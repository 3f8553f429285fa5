// write_letter: any letter of a jurisdiction from the case folder, due dates computed. Notices need the application
// only; a letter on a determination makes the determination again from the signed opinion.
#pragma once

#include "base/result.h"
#include "desk/letter_values.h"
#include "desk/review_case.h"
#include "jurisdictions/due.h"
#include "letters/fill_template.h"
#include "letters/reading_level.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct LetterRequest {
  std::string kind, folder;
  std::string language = "en";
  std::vector<std::string> settings; ///< "case_number=CM15-0000042"
  std::optional<Date> date;          ///< of the letter; empty: of the determination, else the local day of receipt
  std::string letterhead_file;       ///< empty: no address
  std::string roster_file;           ///< of a letter on a determination
  std::function<void(records::Application&)> amend = {}; ///< puts in who came after the application
  std::string duplicate_of = {};        ///< the case that is before review with the same dispute; a stored case knows
  std::vector<std::string> served = {}; ///< names of whom it goes to; empty: everybody who is served
  std::function<void(std::size_t done, std::size_t total)> progress;
};

/// A field of the letter that a clock of the jurisdiction computed.
struct LetterDueDate {
  std::string field;
  jurisdictions::DueDate due;
};

struct WrittenLetter {
  std::string kind, language;
  std::string citation, template_file, template_sha256; ///< file below the packs folder
  letters::FilledLetter filled;
  std::vector<LetterDueDate> due;
  letters::ReadingLevel own_words; ///< of the template's prose, without item texts and names
  std::size_t pages = 0;
  text::Problems problems;
};

/// Error Input for an unknown kind, language or setting, or a value that is missing (with the template's line); Refused
/// when the case does not stand where the letter needs it (an ineligible case is not assigned).
Result<WrittenLetter> write_letter(const LetterRequest& request, const Installation& installation);

/// The letters of a jurisdiction: its templates and, where letters.yaml plans it, the final determination, by id.
Result<std::vector<letters::LetterTemplate>> letter_kinds(const std::string& packs_folder,
                                                          const jurisdictions::Jurisdiction& law);

/// A fault of a jurisdiction's templates, or how hard each is to read.
struct TemplateReading {
  std::string jurisdiction, id, language;
  letters::ReadingLevel level;
};
struct TemplateReport {
  std::vector<TemplateReading> readings;
  text::Problems problems;
};
/// Checks every template of every jurisdiction: declared fields against what a case can tell and against the clocks,
/// and fills each in every language with made-up values. Error when the packs cannot be read.
Result<TemplateReport> check_templates(const std::string& packs_folder);

} // namespace openimr::desk
