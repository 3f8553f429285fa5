// pages.yaml: what persons say of pages that a machine cannot read well. Beside application.yaml:
//
//   schema: 1
//   pages:
//     - file: 07-note.pdf            # below documents/, as openimr documents --unread names it
//       page: 2
//       by: "R. Example, RN"         # who read the sheet
//       on: 2015-03-04
//       text: |                      # every word on the sheet, typed
//         Pain 6/10 today. …
//     - {file: 09-scan.pdf, page: 1, by: "R. Example, RN", on: 2015-03-04, says: as_read}   # the machine's words hold
//     - {file: 09-scan.pdf, page: 4, by: "R. Example, RN", on: 2015-03-04, says: nothing}   # stains, no words
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "records/case_file.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace openimr::intake {

/// One entry: what a person says that a page says.
struct TypedPage {
  enum class Says { Text, AsRead, Nothing };
  Says says = Says::Text;
  std::string text; ///< of Says::Text; ends with a line feed
  std::string by;
  std::optional<Date> on;
  std::string sha256; ///< of the file that the person saw; empty when not told
  int line = 0;       ///< of the entry in the file
};

/// File relative to the case folder and page -> entry.
using TypedPages = std::map<std::pair<std::string, int>, TypedPage>;

/// Error as in parse_application; both `text` and `says`, neither, an empty text, a missing reader or day, a page below
/// 1 and a page told twice are faults.
Result<TypedPages> parse_typed_pages(const std::string& name, std::string_view bytes);

/// Puts the person's words in the place of the machine's; the page counts as read. Words lose their boxes when typed.
void apply(const TypedPage& typed, records::Page& page);

} // namespace openimr::intake
