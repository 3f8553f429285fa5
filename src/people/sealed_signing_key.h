// A reviewer's signing key at rest: its seed under a key that argon2id makes of the password, so that who has the
// account book alone signs nothing.
//
//   salt (16 bytes) | nonce (24) | XSalsa20-Poly1305 box of the 32 bytes of seed (libsodium secretbox)
#pragma once

#include "base/result.h"
#include "people/account.h"

#include <string>

namespace openimr::people {

/// seed: 32 bytes. Error (Storage) when there is no memory for argon2id (64 MiB, three passes, as for passwords).
Result<std::string> seal_signing_key(const std::string& seed, const std::string& password, const Chance& chance);

/// The seed; the caller wipes it. Error (Refused) for another password or bytes that were changed.
Result<std::string> open_signing_key(const std::string& sealed, const std::string& password);

} // namespace openimr::people
