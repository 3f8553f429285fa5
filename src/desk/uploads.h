// Uploads: papers that a party sends by itself. They are kept at once, with a receipt that names each by its hash; they
// become papers of the case when somebody has looked at them, or are rejected with a reason that the sender is told.
//
//   auto upload = receive_upload(office, caller, {"CM14-0000001", "claims_administrator", "A. Clerk", papers});
//   send(receipt_of(*upload));
//   accept_upload(office, caller, upload->id, true, {});      // or reject_upload(…, "wrong_case", "names another
//   worker")
#pragma once

#include "desk/office.h"

#include <string>
#include <vector>

namespace openimr::desk {

struct UploadedPaper {
  std::string name, sha256;
  std::string vault; ///< its name in the vault
  std::uint64_t size = 0;
  bool is_known = false; ///< the case had this very paper already
};

struct Upload {
  std::string id;     ///< "UP14-0000001"
  std::string number; ///< of the case
  std::string from;   ///< part of the sender: claims_administrator, employee, representative, …
  std::string sender; ///< name, as the sender gave it; may be empty
  Instant received;
  Date on;                       ///< local day of it, by which it counts as received
  std::string state = "waiting"; ///< waiting | accepted | rejected
  std::string reason, words;     ///< of a rejection
  std::vector<UploadedPaper> papers;
  std::int64_t version = 0;
};

struct UploadRequest {
  std::string number, from, sender;
  std::vector<IncomingPaper> papers;
};

/// Why an upload can be rejected: empty words are no reason, and the list is closed so that it can be counted.
const std::vector<std::string>& rejection_reasons();

/// Keeps the papers in the vault. Error (Input) for a sender who has no part in the case, an empty file, no file;
/// (Refused) when the case takes no papers any more, or the person may not.
Result<Upload> receive_upload(Office& office, const Caller& caller, const UploadRequest& request);
/// What the sender gets: number, hour, and every paper with size and SHA-256.
std::string receipt_of(const Upload& upload);

/// The papers become papers of the case, received on the day on which they were uploaded. The same again does nothing.
Result<ActAnswer> accept_upload(Office& office, const Caller& caller, const std::string& id, bool is_complete,
                                const ActOptions& options);
/// reason: one of rejection_reasons(); words: for the sender, not empty.
Result<Upload> reject_upload(Office& office, const Caller& caller, const std::string& id, const std::string& reason,
                             const std::string& words);

Result<Upload> upload(Office& office, const Caller& caller, const std::string& id);
/// state: waiting | accepted | rejected; empty: all. In order of their numbers.
Result<std::vector<Upload>> uploads(Office& office, const Caller& caller, const std::string& state);

} // namespace openimr::desk
