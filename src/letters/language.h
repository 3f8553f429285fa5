// Language: how dates, page numbers and words of choice are written in one language of letters. Data, so that a
// language is added without touching C++: packs/letters/languages.yaml.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::letters {

/// The formula that says how hard a text is to read; see reading_level.h.
enum class ReadingFormula { None, FleschKincaid, Crawford };

struct Language {
  std::string id;                  ///< "en", as templates and `--lang` name it
  std::string tag;                 ///< BCP 47, "en-US": what PDF and HTML carry
  std::string name;                ///< in its own words, "English"
  std::vector<std::string> months; ///< twelve
  std::string long_date;           ///< "{month} {day}, {year}"
  std::string short_date;          ///< with {mm} and {dd} as two digits
  std::string page_label;          ///< "Page {page} of {pages}"
  ReadingFormula reading = ReadingFormula::None;

  std::string written(Date date) const;       ///< "March 18, 2015"
  std::string written_short(Date date) const; ///< "03/18/2015"
};

/// packs_folder/letters/languages.yaml. Error names file, line and key of the first fault.
Result<std::vector<Language>> load_languages(const std::string& packs_folder);

/// The language with this id, or null.
const Language* find_language(const std::vector<Language>& languages, std::string_view id);

/// The text with each {name} of the pairs replaced; others stay.
std::string replace_names(std::string text, const std::vector<std::pair<std::string, std::string>>& values);

} // namespace openimr::letters
