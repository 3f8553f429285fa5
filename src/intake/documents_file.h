// documents.yaml: what a person knows about single documents of a case folder; it goes before what reading finds.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace openimr::intake {

/// One entry; empty fields are found by reading.
struct DocumentEntry {
  std::string sender, kind, title, author;
  std::optional<Date> date, received;
  int line = 0; ///< of the entry in the file
};

/// File name relative to the case folder -> entry. Error as in read_application; a file listed twice is one too.
/// A name may be written with or without the leading "documents/".
Result<std::map<std::string, DocumentEntry>> parse_documents_file(const std::string& name, std::string_view bytes);

} // namespace openimr::intake
