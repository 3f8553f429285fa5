// What a person writes beside a case for oneself: bookmarks and notes on pages, and words on items that are not decided
// yet. Nobody else is shown them, they are no part of the file and of no letter; who may not read the case's papers
// any longer does not get the own notes either.
#pragma once

#include "desk/office.h"

#include <cstdint>
#include <string>
#include <vector>

namespace openimr::desk {

struct PageMark {
  std::string document; ///< id, as `openimr documents --json` names it
  int page = 0;         ///< within its file, from 1
};

struct PageNote {
  std::string id; ///< the writer's own
  PageMark where;
  std::string text;
};

/// Where the reviewer would differ on a criterion of an item that is not decided.
struct UndecidedCriterion {
  std::string id, verdict, reason;
};

struct UndecidedItem {
  std::string item, words;
  std::vector<UndecidedCriterion> criteria;
};

struct OwnNotes {
  std::vector<PageMark> bookmarks;
  std::vector<PageNote> notes;
  std::vector<UndecidedItem> undecided;
  std::int64_t version = 0; ///< how often they were saved
};

constexpr std::size_t most_own_notes = 2000, most_note_bytes = 20'000, most_notes_bytes = 1'000'000;

/// The caller's own, for who may read the case's papers; empty ones when nothing was saved.
Result<OwnNotes> own_notes(Office& office, const Caller& caller, const std::string& number);
/// Saves all of them in place of those of `notes.version`; Error (Refused, expected `as_it_was_seen`) when another
/// window was faster, Error (Input) when they are too many or too long. Returns the new version.
Result<std::int64_t> save_own_notes(Office& office, const Caller& caller, const std::string& number,
                                    const OwnNotes& notes);

} // namespace openimr::desk
