// The words for what is wrong with a document: one place, so that every message says where, found, expected and what to
// do.
#pragma once

#include "intake/wire.h"
#include "intake/worker_process.h"
#include "text/problem.h"

#include <string>

namespace openimr::intake {

/// What a reader noted. `pages_read` is told for a file that was mended.
text::Problem problem_of(const std::string& file, const wire::NoteFrame& note, std::size_t pages_read);

/// A worker that came to no good end on pages first to last; first 0 means that the file could not even be opened.
text::Problem problem_of(const std::string& file, WorkerEnd end, int first, int last, unsigned page_seconds);

/// The name promises another type than the bytes are; empty `found` when it does not.
text::Problem problem_of_name(const std::string& file, const std::string& media_type);

/// A document that cannot be opened: "Permission denied".
text::Problem problem_of_opening(const std::string& file, const std::string& reason);
text::Problem problem_of_link(const std::string& file);

/// Writing that could not be read; confidence as OCR gave it.
text::Problem problem_of_unread_page(const std::string& file, int page, int confidence);

} // namespace openimr::intake
