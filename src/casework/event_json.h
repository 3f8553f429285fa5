// Events as bytes: JSON with sorted keys and no spaces, one and only one way to write an event. These bytes are what is
// stored, hashed and handed to an auditor.
//
//   {"at":"2015-01-16T18:02:00Z","by":"c.rivera","kind":"assigned","on":"2015-01-16","recorded":"…","role":"coordinator",
//    "rule":"8 CCR 9792.10.4(a)","schema":1,"what":{"organization":"Example IMRO"}}
#pragma once

#include "casework/event.h"

#include <map>
#include <string>
#include <string_view>

namespace openimr::casework {

/// The version of the form that is written; older ones stay readable.
constexpr int event_schema = 1;

/// Error (Input) when a text is not UTF-8.
Result<std::string> to_bytes(const CaseEvent& event);

/// Reads what to_bytes wrote and nothing else: an unknown version, kind or key, a missing key, another order or spacing
/// is an Error (Storage) that names it.
Result<CaseEvent> event_from_bytes(std::string_view bytes);

/// An event's own part from JSON that a person wrote: keys may be missing (their defaults hold), unknown ones are an
/// Error (Input) that names the nearest.
Result<What> what_from_json(std::string_view kind, std::string_view json);

/// Sets one field from words, as a command line has them. A list takes one more entry each time; an entry of two parts
/// has a colon between them ("1:upheld"). Error (Input) names the field, or the nearest one for a name that is none.
Result<Done> set_field(What& what, const std::string& field, const std::string& words);

/// An event's own part as JSON, as it stands under "what".
std::string fields_json(const What& what);

/// "2015-01-16T18:02:00Z".
std::string utc_text(const Instant& instant);

} // namespace openimr::casework
