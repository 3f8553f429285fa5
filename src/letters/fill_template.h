// fill_template: a template and the values of one case become a Letter. Strict: a placeholder without a value is an
// error that names the template's line, and nothing is printed in its place.
#pragma once

#include "letters/language.h"
#include "letters/letter.h"
#include "letters/letter_template.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace openimr::letters {

/// A value of a field that is no list.
using ScalarValue = std::variant<std::string, Date, std::int64_t, bool>;
using Row = std::map<std::string, ScalarValue, std::less<>>;
using FieldValue = std::variant<std::string, Date, std::int64_t, bool, std::vector<Row>>;
/// By field name. A field without a value is left out; an empty string or list counts as none.
using FieldValues = std::map<std::string, FieldValue, std::less<>>;

/// A block that was printed, and the rule that asks for it.
struct PrintedBlock {
  std::string id = {}, citation = {};
  bool is_verified = true;
};

struct FilledLetter {
  Letter letter = {}; ///< without letterhead, foot and mark, which are the sender's
  std::vector<PrintedBlock> printed = {};
  std::string own_words = {}; ///< the prose of the template without what was filled in from the case, for reading_level
};

/// Error (Input) names file and line of the first placeholder without a value, of a value of another type than
/// declared, of a word of choice that words.yaml does not know, or the language that the template lacks.
Result<FilledLetter> fill_template(const LetterTemplate& page, const Language& language, const FieldValues& values,
                                   Date letter_date);

/// Made-up values for every field, so that a template can be tried without a case. with_optional: also those it may do
/// without, with flags true and the given word of every choice (counted round); otherwise flags are false.
FieldValues sample_values(const LetterTemplate& page, bool with_optional, std::size_t choice);

} // namespace openimr::letters
