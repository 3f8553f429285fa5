// Entry: one row of the audit log, as canonical JSON on one line (RFC 8785: sorted keys, no spaces).
//
// The bytes of the row are what is hashed, so there is one way only to write an entry, and reading refuses every other.
// A row names the leaf hash of the row before it: who changes one row has to change all that follow.
//
//   {"act":"page_read","actor":"u-17","at":"2026-04-01T17:02:11Z","case":"CM26-0000017","details":{"page":"3"},
//    "local_date":"2026-04-01","previous":"…64 digits…","role":"reviewer","seq":41,"subject":"…64 digits…"}
#pragma once

#include "ledger/merkle.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace openimr::ledger {

/// One act of a person or of the program: a change, or a look at a page. Names and medical words do not belong here: a
/// row cannot be taken out again. People are account ids, papers are hashes or the vault's names.
struct Entry {
  std::uint64_t seq = 0;                      ///< place in the log, from 0; at most 2^53 - 1
  std::string at;                             ///< UTC, "2026-04-01T17:02:11Z", fractions of a second allowed
  std::string local_date;                     ///< the day in the organization's time zone, by which it is due (X-05)
  std::string actor;                          ///< account id, or the program's own name
  std::string role;                           ///< in which the actor acted; may be empty
  std::string act;                            ///< lower-case letters, digits and '_', as "document_added"
  std::string case_number;                    ///< may be empty
  std::string subject;                        ///< what it was done to: 64 hexadecimal digits; may be empty
  std::map<std::string, std::string> details; ///< keys as acts; no names, no medical words
  Hash previous{};                            ///< leaf hash of the row before; zeros for the first
  bool operator==(const Entry&) const = default;
};

/// Acts that the log itself gives a meaning to; every other act is the desk's.
namespace acts {
constexpr std::string_view page_read = "page_read";         ///< a page of a patient was shown: details document, page
constexpr std::string_view checkpoint = "checkpoint";       ///< a checkpoint was signed: subject is SHA-256 of its note
constexpr std::string_view object_stored = "object_stored"; ///< the vault took a paper in: subject is the object's name
constexpr std::string_view object_erased =
    "object_erased";                                    ///< the key of a paper was destroyed: details say by which rule
constexpr std::string_view break_glass = "break_glass"; ///< access beyond the own cases: details reason
} // namespace acts

/// The row, without a newline. Error (Input) names the field that cannot be written (form, control, no UTF-8, too
/// long).
Result<std::string> row_of(const Entry& entry);
/// Error (Input) unless the bytes are exactly what row_of writes. At most 64 KiB.
Result<Entry> read_row(const std::string& where, std::string_view row);

/// The entry of a signed checkpoint: what makes a lost checkpoint show. Place and hour are left for the caller.
Entry checkpoint_entry(std::string_view note, std::uint64_t size);

/// Whether the bytes are UTF-8 without overlong forms, surrogates and code points beyond U+10FFFF.
bool is_utf8(std::string_view bytes);

} // namespace openimr::ledger
