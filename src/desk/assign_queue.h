// A whole queue given to reviewers at once: every case folder below a folder, screened against one roster.
#pragma once

#include "desk/review_case.h"
#include "reviewers/assignment.h"
#include "reviewers/assignment_file.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct QueueOptions {
  std::string cases_folder, roster_file;
  std::optional<Date> as_of;                          ///< of all cases; empty: each case's own day of receipt
  std::uint64_t seed = 0;                             ///< decides among equals; goes into the answer
  reviewers::Fit least_fit = reviewers::Fit::Unknown; ///< reviewers of a lesser fit are not asked
  std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// One case of the queue, as far as it went.
struct QueueCase {
  std::string name;    ///< of its folder
  std::string why_not; ///< empty when it takes part: "ineligible", "deferred"
  std::optional<Date> due_on;
  int seats = 1;
  reviewers::Slate slate;
  reviewers::Nobody nobody; ///< when the slate is empty
};

struct QueueAssignment {
  std::vector<QueueCase> cases; ///< by name
  reviewers::Assignment assignment;
  std::uint64_t seed = 0;
  text::Problems problems; ///< of folders that could not be read; they take no part
};

/// Error when a folder, the roster or a pack cannot be read at all.
Result<QueueAssignment> assign_queue(const Installation& installation, const QueueOptions& options);

/// A remand goes to somebody else (LC 4610.6(i)), and whoever was released for a conflict does not come back.
void bar_earlier(reviewers::Slate& slate, const reviewers::AssignmentRecord& record);

} // namespace openimr::desk
