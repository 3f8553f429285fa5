// Audit: what is wrong with a log, row by row, from its rows, its signed checkpoints and the public key alone.
//
//   Audit audit(key);
//   audit.add_checkpoint("checkpoints/000000000100.note", note);      // those that the log keeps
//   audit.add_anchor("paper.txt:3", note);                            // those that were kept elsewhere
//   for (row of the log) audit.add_row(row);
//   Report report = audit.finish();
//
// What can be shown, and with what:
//   a changed, removed, repeated, reordered or inserted row     the number and the chain of the rows: the row itself
//   rows that were written anew from some row to the end        a checkpoint over them: between which two checkpoints
//   rows or checkpoints missing at the end                      an anchor elsewhere that is larger than the log
//   a checkpoint that is missing                                the row that says it was signed
//   two histories shown to two people                           two signed checkpoints of one size
// Rows after the last checkpoint are held by the chain only; the report says how many.
#pragma once

#include "ledger/checkpoint.h"
#include "ledger/entry.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::ledger {

/// One thing that is wrong. Rows count from 0; a fault of a checkpoint or an anchor has no rows.
struct Fault {
  std::string where; ///< "row 17", "rows 100 to 199", or the name of the checkpoint
  std::string found, expected;
  std::optional<std::uint64_t> first_row, last_row; ///< the wrong row is one of these
};

/// What an audit found.
struct Report {
  std::uint64_t rows = 0;
  Hash root{};                                ///< of all rows
  std::uint64_t covered = 0;                  ///< rows under the largest checkpoint or anchor that agrees
  std::uint64_t checkpoints = 0, anchors = 0; ///< that agree
  std::uint64_t page_reads = 0;               ///< rows that say a page was shown
  std::vector<Fault> faults;                  ///< by row, those without a row last; at most 100
  std::uint64_t more_faults = 0;              ///< not listed
  bool is_good() const { return faults.empty(); }
};

/// Reads a log once, from its first row to its last, and keeps neither rows nor hashes of rows.
class Audit {
public:
  explicit Audit(VerifyingKey key) : key_(std::move(key)) {}

  /// Before the rows. name: for messages; a note that cannot be opened is a fault.
  void add_checkpoint(const std::string& name, std::string_view note);
  void add_anchor(const std::string& name, std::string_view note);
  void add_row(std::string_view row);
  /// A fault that the caller found in how the log is kept.
  void add_fault(Fault fault);
  Report finish();

private:
  struct Kept {
    std::string name, note_hash;
    Checkpoint checkpoint;
    bool is_anchor = false;
  };
  void open(const std::string& name, std::string_view note, bool is_anchor);
  bool is_in_order(const Entry& entry);
  void look_at_chain(const Entry* entry);
  void look_at_roots();
  void name_wrong_roots();
  void rows_fault(std::uint64_t first, std::uint64_t last, std::string found, std::string expected);

  VerifyingKey key_;
  Report report_;
  Frontier frontier_;
  std::multimap<std::uint64_t, Kept> kept_;   ///< by size
  std::set<std::string> known_;               ///< hashes of the notes the log keeps
  std::map<std::string, std::uint64_t> said_; ///< hash of a note -> row that says it was signed
  std::uint64_t next_seq_ = 0;
  std::vector<Fault> root_faults_;
  std::optional<Hash> last_leaf_;
  std::optional<std::uint64_t> open_break_; ///< row whose `previous` does not fit; who is wrong shows with the next row
  bool is_row_known_good_ = true;           ///< a checkpoint of exactly the rows before vouches for the row before
  bool is_row_named_ = false;               ///< the row before is among the faults already
};

/// A proof that a row is in the log, to be kept by whom it concerns (c2sp.org/tlog-proof).
std::string proof_text(std::uint64_t index, std::span<const Hash> proof, std::string_view checkpoint_note);
/// The checkpoint under which the row is proven to stand; Error (Refused) when the proof does not hold, (Input) when it
/// is no proof.
Result<Checkpoint> check_proof(const std::string& where, std::string_view proof, std::string_view row,
                               const VerifyingKey& key);

} // namespace openimr::ledger
