// KeyRecord: what stands beside an object: its wrapped key, until when it has to be kept, who holds it.
//
// Lines of text; every line before the last is bound to the wrapped key, so none can be changed without the master key:
//
//   openimr vault key 1
//   name 64 hexadecimal digits
//   size 48213
//   sealed 12877
//   master 16 hexadecimal digits
//   retain_until 2029-04-01
//   hold lit-2027-3 subpoena of 2027-02-01
//   wrapped base64
#pragma once

#include "base/date.h"
#include "vault/key_ring.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace openimr::vault {

struct KeyRecord {
  std::string name;                         ///< of the object
  std::uint64_t size = 0;                   ///< plain bytes
  std::uint64_t sealed = 0;                 ///< bytes that the backend keeps
  std::string master;                       ///< id of the master key that wraps
  std::optional<Date> retain_until;         ///< may not be erased before; empty: may be erased
  std::map<std::string, std::string> holds; ///< legal holds: id -> reason; may not be erased while there is one
};

/// The record as text, its key wrapped under the current master key (record.master is set to it).
std::string write_record(KeyRecord& record, const Secret& key, const KeyRing& ring, const Chance& chance);

struct OpenedRecord {
  KeyRecord record;
  Secret key;
};
/// Error (Storage) when it is no record, was changed or belongs to another name; (NotFound) when the ring lacks its
/// key.
Result<OpenedRecord> open_record(const std::string& where, const std::string& name, std::string_view text,
                                 const KeyRing& ring);

} // namespace openimr::vault
