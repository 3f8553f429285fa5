// open_vault: where an installation keeps its papers, and with which keys.
#pragma once

#include "vault/vault.h"

#include <string>

namespace openimr::desk {

/// Where the vault is and where its master keys come from.
struct VaultPlace {
  std::string where;    ///< "folder:DIR", or "s3:FILE" with a YAML file (docs/schemas/bucket.schema.json)
  std::string key_file; ///< master keys, a line each (vault/key_ring.h); empty: OPENIMR_VAULT_KEY
};

/// The master keys of a file, or of OPENIMR_VAULT_KEY when no file is named.
Result<vault::KeyRing> read_master_keys(const std::string& key_file);

/// Opens the vault; makes one in an empty place. The bucket's access keys come from AWS_ACCESS_KEY_ID and
/// AWS_SECRET_ACCESS_KEY, so that they stand in no file of the project.
Result<vault::Vault> open_vault(const VaultPlace& place);

} // namespace openimr::desk
