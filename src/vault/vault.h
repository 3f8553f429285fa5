// Vault: papers kept encrypted, under names that say nothing, until the law lets them go.
//
// An object's name is a keyed hash (BLAKE2b-256 under a key of the vault) of its scope and content: the same paper put
// twice in one case is kept once, and who sees names cannot tell which known paper is there. The scope is the case, so
// that erasing a paper of one case never takes it from another. Each object has a key of its own; the key is wrapped by
// a master key that this room is handed and never writes.
//
//   Vault vault = *Vault::open(folder_backend("papers"), ring, chance);
//   auto stored = vault.put("CM26-0000017", source, Date…);
//   vault.get(stored->name, sink);
//
//   objects/ab/…  sealed bytes (sealed_stream.h)      keys/ab/…       wrapped keys (key_record.h)
//   erased/ab/…   tombstones                           naming.key      the naming key, wrapped       spool/  on the way
//   in
//
// Programs of one machine that use one vault wait for each other; two machines must not write one bucket at a time.
// A paper is there when its key record is: the record is written last and destroyed first. Everything that comes back
// from a backend is checked against key and name.
#pragma once

#include "base/date.h"
#include "vault/backend.h"
#include "vault/key_record.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace openimr::vault {

struct Stored {
  std::string name; ///< 64 hexadecimal digits
  std::uint64_t size = 0;
  bool is_new = false; ///< false: it was there already
};

/// One thing that verify() found.
struct VaultFault {
  std::string path, found, expected;
};
struct VaultReport {
  std::uint64_t objects = 0, bytes = 0; ///< good ones; plain bytes
  std::uint64_t erased = 0;             ///< tombstones
  std::uint64_t leftovers = 0; ///< sealed bytes without a key, of interrupted puts: harmless, sweep() takes them
  std::uint64_t old_keys = 0;  ///< records that a former master key still wraps
  std::vector<VaultFault> faults;
};

class Vault {
public:
  /// Opens a vault; makes it when the backend is empty. Error when the ring does not hold its master key.
  static Result<Vault> open(std::unique_ptr<Backend> backend, KeyRing ring, Chance chance);

  /// Keeps what the source gives, durable when it returns. retain_until: may not be erased before; a paper that is
  /// there already keeps the later day. Error (Refused) when this paper of this scope was erased.
  Result<Stored> put(const std::string& scope, const Source& source, std::optional<Date> retain_until);

  /// Gives the paper in pieces. Every piece is authentic; on an Error the caller throws away what came so far.
  Result<Done> get(const std::string& name, const Sink& sink) const;
  /// Whether the paper was put under this scope: reads and names it anew. Error when it cannot be read.
  Result<bool> is_of(const std::string& scope, const std::string& name) const;
  Result<KeyRecord> about(const std::string& name) const;
  Result<std::vector<std::string>> names() const; ///< of all papers, sorted

  /// Never shortens.
  Result<Done> retain(const std::string& name, Date until);
  /// id: one word. Error (Input) otherwise.
  Result<Done> hold(const std::string& name, const std::string& id, const std::string& reason);
  Result<Done> release(const std::string& name, const std::string& id);

  /// Destroys the wrapped key, then the sealed bytes, and leaves a tombstone: a text that says what, when and why, for
  /// the ledger. Error (Refused) while there is a hold or a day of retention after `today`. Erasing again gives the
  /// same tombstone, so an interrupted erasure is ended by asking again.
  Result<std::string> erase(const std::string& name, Date today, const std::string& reason);

  /// Wraps every key that a former master key wraps under the current one; may be interrupted and asked again. Returns
  /// how many. After it the former keys may be destroyed; backups of before then no longer open without them.
  Result<std::uint64_t> rotate();

  /// Reads and checks everything. told: how many of how many were looked at.
  Result<VaultReport> verify(const std::function<void(std::size_t, std::size_t)>& told = {}) const;
  /// Takes away what interrupted puts left. Puts under way are let be.
  Result<std::uint64_t> sweep();

  const Backend& backend() const { return *backend_; }

private:
  Vault(std::unique_ptr<Backend> backend, KeyRing ring, Chance chance)
      : backend_(std::move(backend)), ring_(std::move(ring)), chance_(std::move(chance)) {}
  Result<Done> open_naming_key();
  Result<Done> write_naming_key();
  Result<OpenedRecord> open_key(const std::string& name) const;
  Result<Done> change(const std::string& name, const std::function<bool(KeyRecord&)>& change);
  Result<Done> change_in_turn(const std::string& name, const std::function<bool(KeyRecord&)>& how);
  Result<Stored> keep(const std::string& name, KeyRecord record, const Secret& key, const std::string& spooled);
  std::optional<VaultFault> fault_of(const std::string& name, VaultReport& report) const;

  std::unique_ptr<Backend> backend_;
  KeyRing ring_;
  Chance chance_;
  Secret naming_key_;
  std::string naming_master_; ///< id of the master key that wraps it
};

} // namespace openimr::vault
