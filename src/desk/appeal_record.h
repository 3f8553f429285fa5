// The appeal record (8 CCR 10575; Labor Code 4610.6(h)): everything that was before the reviewers and what came of it,
// with an index, and without a word that says who the reviewers were.
#pragma once

#include "base/result.h"
#include "desk/review_case.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::desk {

/// One line of the index.
struct RecordEntry {
  int number = 0;   ///< counts from 1
  std::string file; ///< in the record
  std::string title, author;
  std::optional<Date> date;
  int pages = 0; ///< 0 where it has none
  std::string sha256;
};

struct AppealRecord {
  std::vector<RecordEntry> index;
  std::map<std::string, std::string> files; ///< path in the record -> bytes, index.txt included
};

/// The record of a determination: `letter` holds its files (name -> bytes), `notes` further papers of the program
/// (checks, claims, opinions without their writers). Error Refused when any of what the program wrote names a reviewer
/// of the roster.
Result<AppealRecord> appeal_record(const Review& review, const std::map<std::string, std::string>& letter,
                                   const std::map<std::string, std::string>& notes);

} // namespace openimr::desk
