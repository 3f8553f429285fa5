// Work that nobody waits for: jobs of the store, taken by any number of worker programs on any machine.
//
//   add_job(office, caller, {.kind = "read_case", .body = "CM14-0000001"});
//   while (auto done = *work_once(office, caller, "worker-1")) …
//
// A job is held for a lease; of a worker that does not come back it is taken by another. What fails is tried again with
// growing pauses and is put aside, with its reason, after the last attempt.
#pragma once

#include "desk/office.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::desk {

/// What workers can do.
struct WorkKind {
  std::string_view name, does, body; ///< body: what the job's words are
};
const std::vector<WorkKind>& work_kinds();

struct JobRequest {
  std::string kind, body = {}, key = {}; ///< a key that is there already adds nothing; empty: made of kind and body
};

/// Error (Input) for a kind that no worker knows. Returns the job's key.
Result<std::string> add_job(Office& office, const Caller& caller, const JobRequest& request);

struct WorkDone {
  store::Job job;
  std::optional<Error> trouble; ///< why it failed; it is tried again, or is dead
};

/// Takes the job that waits longest, does it and says what came of it; empty when none is due. lease: seconds for which
/// it is held; a job that takes longer is somebody else's, and what this one made of it counts all the same, because
/// every kind can be done twice.
Result<std::optional<WorkDone>> work_once(Office& office, const Caller& caller, const std::string& worker,
                                          std::int64_t lease = 900);

} // namespace openimr::desk
