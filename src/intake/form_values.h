// What the words in a field mean: a day, a name, a number, tidied of what scanning adds.
#pragma once

#include "intake/form_definition.h"

#include <map>
#include <string>
#include <string_view>

namespace openimr::intake {

struct FieldValue {
  std::string value;                        ///< as application.yaml writes it; empty when nothing sensible stands there
  std::map<std::string, std::string> parts; ///< of a name: first, last, degree; of an address: street, city, state,
                                            ///< zip; of a diagnosis: text, icd
  bool is_mended = false; ///< a letter was taken for a digit where only digits may stand; worth a second source
  std::string doubt;      ///< why a person has to look: "00/00/0000 is no day"; empty when sound
};

/// Understands the words of a field. Pure.
FieldValue understand(FieldType type, std::string_view words, bool last_first = false);

/// Words for comparing two readings of a value: letters and digits, lower case.
bool is_same_value(std::string_view a, std::string_view b);

} // namespace openimr::intake
