// application.yaml: the Application for Independent Medical Review with what the UR decision said, read strictly.
// Every fault of the file is found in one pass; the first one is shown with file, line and key and with the number of
// the others.
#pragma once

#include "base/result.h"
#include "records/case_file.h"

#include <string>
#include <string_view>

namespace openimr::intake {

/// Reads the file at path, and what is joined to it. Error for a missing file, broken YAML, an unknown key (keys that
/// begin with x- are free), a missing required key, a date that is none, a word outside its list, a repeated item id,
/// an empty list of disputed items.
Result<records::Application> read_application(const std::string& path);

/// The applications that are decided with it, joined/NUMBER.yaml beside application.yaml, in order of their names.
Result<std::vector<std::string>> joined_files(const std::string& folder);
/// Puts the items of another application among those of this one, with ids "NUMBER/ID" (8 CCR 9792.10.4(a)).
void join_application(records::Application& into, const std::string& number, records::Application other);

/// The same from bytes; name is what messages call the file.
Result<records::Application> parse_application(const std::string& name, std::string_view bytes);

/// The language in which the employee wants to be written to, ISO 639-1; empty when the application does not say.
Result<std::string> language_of_application(const std::string& name, std::string_view bytes);

} // namespace openimr::intake
