// A letter as JSON: every block with its kind, every run with its words, style and the ids of the findings it rests on.
#pragma once

#include "letters/letter.h"

#include <string>

namespace openimr::letters {

/// One JSON object, keys in a fixed order:
/// {"schema": 1, "title", "language", "subject", "date", "letterhead": {"name", "lines"}, "footer", "mark", "blocks": [
///   {"kind": "heading", "level", "text"} | {"kind": "paragraph"|"quote"|"note", "runs"} | {"kind": "list", "numbered",
///   "items"} |
///   {"kind": "table", "caption", "header", "rows"} | {"kind": "key_values", "rows": [{"key", "runs"}]} | {"kind":
///   "page_break"}]}
/// with runs as {"text", "bold"?, "italic"?, "sources"?}.
std::string render_json(const Letter& letter);

} // namespace openimr::letters
