// Backup and restore of an installation on one machine: its store (SQLite) and its vault (a folder), while both are in
// use.
//
//   BACKUP/manifest.txt    what is here, bound to the master key: no file can be changed, left out or put in unnoticed
//   BACKUP/store.sealed    the store of one moment, compressed and encrypted under a key of its own
//   BACKUP/vault/…         the vault's files as they are: ciphertext, wrapped keys, tombstones
//
// The store is copied first: a paper that it speaks of was in the vault before. A backup opens with the master keys of
// its day and nothing else; keep them elsewhere.
#pragma once

#include "desk/open_vault.h"

#include <cstdint>
#include <functional>
#include <string>

namespace openimr::desk {

/// What is backed up, or where it is put back.
struct BackupPlaces {
  std::string store;    ///< path of the SQLite file; empty: none
  std::string vault;    ///< the vault's folder; empty: none
  std::string key_file; ///< master keys; empty: OPENIMR_VAULT_KEY
};

struct BackupReport {
  std::string made;                    ///< UTC
  std::uint64_t store_bytes = 0;       ///< plain
  std::uint64_t papers = 0, files = 0; ///< of the vault
};

/// Makes a backup in a new folder and verifies it. A folder that was begun and not ended is left with a name that ends
/// in
/// ".unfinished".
Result<BackupReport> make_backup(const BackupPlaces& from, const std::string& folder, const std::string& now_utc);

/// Opens everything: the manifest's seal, each file's hash, the store's integrity, every paper. Error (Refused) names
/// the first file that is not as it was written.
Result<BackupReport> verify_backup(const std::string& folder, const std::string& key_file);

/// Verifies, then writes store and vault to places that must not exist yet. Error (Input) when one does.
Result<BackupReport> restore_backup(const std::string& folder, const BackupPlaces& to);

} // namespace openimr::desk
