// LogFolder: a log as files, for an auditor and for whoever keeps it elsewhere.
//
//   DIR/log.ndjson                      the rows, one a line
//   DIR/checkpoints/000000000100.note   the signed checkpoint of the first 100 rows
//   anchors.txt                         anchors, one a line (checkpoint.h); empty lines and lines that begin with #
//   aside
//
// A LogSource is where a log lives: a folder like this, or a store.
#pragma once

#include "ledger/audit.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace openimr::ledger {

/// The rows and checkpoints of a log, wherever they are kept.
class LogSource {
public:
  virtual ~LogSource() = default;
  /// Calls with each row in order, from the first; ends early when told false.
  virtual Result<Done> each_row(const std::function<bool(std::string_view row)>& take) const = 0;
  /// Name and note of each checkpoint, by size.
  virtual Result<std::vector<std::pair<std::string, std::string>>> checkpoints() const = 0;
  /// What is kept beside the log and is not as its rows say: an event whose bytes are others.
  virtual Result<std::vector<Fault>> faults_beside() const { return std::vector<Fault>{}; }
};

/// A log that can be written to.
class LogKeeper : public LogSource {
public:
  /// Appends the entry; seq and previous are filled in. Returns its seq once it is durable.
  virtual Result<std::uint64_t> append(Entry entry) = 0;
  /// Keeps a signed checkpoint of the first `size` rows, and appends the row that says so.
  virtual Result<Done> keep_checkpoint(std::uint64_t size, const std::string& note, Entry said) = 0;
};

/// A log as files. Read row by row: a log of any length needs the same memory. Writers wait for each other (flock).
class LogFolder : public LogKeeper {
public:
  explicit LogFolder(std::string folder) : folder_(std::move(folder)) {}
  Result<Done> each_row(const std::function<bool(std::string_view row)>& take) const override;
  Result<std::vector<std::pair<std::string, std::string>>> checkpoints() const override;
  Result<std::uint64_t> append(Entry entry) override;
  Result<Done> keep_checkpoint(std::uint64_t size, const std::string& note, Entry said) override;

private:
  std::string folder_;
};

/// Writes a log as files into a folder that must be new or empty; returns the number of rows.
Result<std::uint64_t> export_log(const LogSource& source, const std::string& folder);

/// Audits a whole log against its key and the anchors of the files.
Result<Report> audit_log(const LogSource& source, const VerifyingKey& key,
                         const std::vector<std::string>& anchor_files);

/// Signs the log as it stands, keeps the note and appends the row that says so (`stamp` gives its hour and actor).
/// Error (Refused) when the log is not what its last checkpoint says: a log that was tampered with is not signed.
Result<std::string> sign_checkpoint(LogKeeper& log, const SigningKey& key, Entry stamp);

/// A row of the log with the proof that it stands there, under the largest checkpoint that the key signed.
struct RowProof {
  std::string row, proof; ///< proof: audit.h, proof_text
  std::uint64_t size = 0; ///< rows under the checkpoint
};
/// Error (NotFound) when there is no such row or no checkpoint over it.
Result<RowProof> prove_row(const LogSource& source, const VerifyingKey& key, std::uint64_t row);

/// "000000000100.note": the name of a checkpoint's file.
std::string checkpoint_file(std::uint64_t size);

} // namespace openimr::ledger
