// A whole queue given to reviewers at once: every case folder below a folder, screened against one roster.
#pragma once

#include "desk/review_case.h"
#include "reviewers/assignment.h"
#include "reviewers/assignment_file.h"
#include "reviewers/roster.h"

#include <map>
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
  std::vector<QueueCase> cases; ///< in the order in which they were handed in
  reviewers::Assignment assignment;
  std::vector<reviewers::ReviewerRoom> rooms; ///< of everybody on the roster, before the assignment
  std::uint64_t seed = 0;
  text::Problems problems; ///< of folders that could not be read; they take no part
};

/// Error when a folder, the roster or a pack cannot be read at all.
Result<QueueAssignment> assign_queue(const Installation& installation, const QueueOptions& options);

/// A case as it comes to the queue, from a folder or from the store.
struct CaseToAssign {
  std::string name;
  records::Application application;
  reviewers::AssignmentRecord record;
  std::optional<int> seats;                  ///< reviewers to be found; empty: the whole panel
  std::vector<std::string> has_already = {}; ///< reviewers who are on the case and are not asked again
  bool is_screened = false;                  ///< found eligible before: is not asked again, and due_on is known
  std::optional<Date> due_on = {};
};

/// How a queue is given out.
struct AssignPolicy {
  std::optional<Date> as_of; ///< as in QueueOptions
  std::uint64_t seed = 0;
  reviewers::Fit least_fit = reviewers::Fit::Unknown;
  std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// The same for cases that were read already. in_hand: reviewer -> cases the store knows of; the larger of it and the
/// roster's `load` counts.
Result<QueueAssignment> assign_cases(const Installation& installation, const std::vector<CaseToAssign>& cases,
                                     reviewers::Roster roster, const AssignPolicy& policy,
                                     const std::map<std::string, int>& in_hand);

/// A remand goes to somebody else (LC 4610.6(i)), and whoever was released for a conflict does not come back.
void bar_earlier(reviewers::Slate& slate, const reviewers::AssignmentRecord& record);

} // namespace openimr::desk
