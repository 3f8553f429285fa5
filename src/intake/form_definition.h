// FormDefinition: a page of packs/forms/, which fields a paper form has, how they are labelled in its known
// layouts, and what a person is asked when one cannot be read. A new layout is a few labels more.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// How a value is understood.
enum class FieldType {
  Text,
  Person, ///< a name, with degrees kept apart
  Date,
  BirthDate,  ///< a date whose two-digit year is of the past
  Identifier, ///< letters, digits and dashes: a claim number
  Adj,        ///< ADJ and digits
  Phone,
  Address, ///< street, city, state and zip on one line
  State,
  Zip,
  Diagnosis, ///< words and an ICD code
  Icd,
  Choice, ///< check boxes
  Items,  ///< a list that runs over the lines below its label
  Signature,
};

struct FormLabel {
  std::string words, key;  ///< key: letters and digits only
  std::string in;          ///< counts in this section only; empty: everywhere
  std::string opens;       ///< the section that begins with it; may be empty
  bool last_first = false; ///< names are written last name first
};

struct FormOption {
  std::string value;
  std::vector<std::string> keys; ///< of the words beside its box
};

struct FormField {
  std::string id; ///< "claim.number"
  FieldType type = FieldType::Text;
  std::vector<FormLabel> labels;
  std::vector<FormOption> options; ///< of a choice
  std::string section;             ///< of a list: where numbered rows are items although no label was found
  std::string ask;                 ///< "What is the claim number?"
};

struct FormHeading {
  std::string key, section;
};

struct FormDefinition {
  std::string id, file;            ///< id is also the kind of packs/documents that it belongs to
  std::vector<std::string> titles; ///< keys; a line with one of them begins a form
  std::vector<FormHeading> headings;
  std::vector<FormField> fields;

  const FormField* find(const std::string& id) const;
};

/// Reads PACKS/forms/ID.yaml. Error for a missing file or its first fault.
Result<FormDefinition> load_form(const std::string& packs_folder, const std::string& id);

} // namespace openimr::intake
