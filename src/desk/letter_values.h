// What a case tells the templates of letters: the fields that a page may declare with `source: case`, and their values.
#pragma once

#include "casework/eligibility.h"
#include "desk/review_case.h"
#include "letters/fill_template.h"

#include <string>
#include <vector>

namespace openimr::desk {

/// Who sends the letters: the file of --letterhead.
struct Organization {
  std::string name = "Independent Medical Review Organization";
  std::vector<std::string> address = {}; ///< lines
  std::string phone, fax, email;
};

/// {name, address: [lines], phone, fax, email}; name is required. Error names file, line and key.
Result<Organization> read_organization(const std::string& path);

/// Every field that a case can fill: name, type, whether a case may lack it, what it is; parts of lists too.
const std::vector<letters::FieldDefinition>& case_fields();

/// Values from application and screening; which items are told depends on what the letter is for.
letters::FieldValues case_values(const records::Application& application, const casework::Eligibility& eligibility,
                                 const jurisdictions::Jurisdiction& law, const Organization& organization,
                                 letters::Standing standing);

/// Adds what only a determination knows.
void add_decision(letters::FieldValues& values, const determination::Determination& determination, Date day);

} // namespace openimr::desk
