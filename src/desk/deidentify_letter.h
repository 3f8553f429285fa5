// deidentify_letter: a letter, text or PDF, without whoever it could be tied to; with the case folder where there is
// one.
#pragma once

#include "base/result.h"
#include "corpus/deidentify.h"
#include "desk/review_case.h"
#include "intake/pdf_leaks.h"
#include "intake/read_options.h"
#include "letters/leak_check.h"
#include "letters/public_copy.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct DeidentifyRequest {
  std::string letter_file;
  std::string case_folder; ///< empty: the parties are not known
  std::string roster_file; ///< names of reviewers, never to be printed; may be empty
  corpus::DayPolicy::Mode days = corpus::DayPolicy::Mode::Generalise;
  bool has_age_bands = false;
  std::optional<std::uint64_t> shift_key; ///< needed to shift; the days of the same case move alike
};

struct DeidentifiedLetter {
  std::string source; ///< as it was read; identifies people
  corpus::DeidentifiedText safe;
  std::vector<corpus::KnownIdentity> known;
  std::optional<int> shifted_days;
  text::Problems problems;
};

/// Error when letter, case or roster cannot be read, or when days are to be shifted without a key.
Result<DeidentifiedLetter> deidentify_letter(const DeidentifyRequest& request, const Installation& installation);

/// Words that must not be left in a published file: whole names and numbers of the known, none of them a mere word.
std::vector<std::string> forbidden_words(const std::vector<corpus::KnownIdentity>& known);

/// deidentified.pdf, .html, .txt and .letter.json, rendered anew and looked through. Error Refused names a leak.
Result<std::map<std::string, std::string>> render_public_copy(const letters::Letter& letter,
                                                              const std::vector<corpus::KnownIdentity>& known,
                                                              const std::string& name);

/// The parties of a case folder and the reviewers of a roster; either may be empty.
Result<std::vector<corpus::KnownIdentity>> identities_of(const std::string& case_folder,
                                                         const std::string& roster_file);

/// How files are read with an installation.
intake::ReadOptions read_options_of(const Installation& installation);

/// What a PDF carries beside its pages, and, as kind "party", names and numbers of the parties in its words. Bookmarks
/// and metadata that only repeat printed words are none.
Result<std::vector<intake::PdfLeak>> leaks_of_file(const std::string& file, const std::string& case_folder,
                                                   const std::string& roster_file, const Installation& installation);

/// The words of a text file or, through the worker, of a document.
Result<std::string> text_of_letter(const std::string& file, const Installation& installation, text::Problems& problems);

} // namespace openimr::desk
