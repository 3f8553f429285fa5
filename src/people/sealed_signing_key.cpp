#include "people/sealed_signing_key.h"

#include <sodium.h>

namespace openimr::people {
namespace {

constexpr std::size_t seed_size = 32, salt_size = crypto_pwhash_SALTBYTES, nonce_size = crypto_secretbox_NONCEBYTES,
                      sealed_size = salt_size + nonce_size + crypto_secretbox_MACBYTES + seed_size;

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// The key of the box; wiped when it goes.
struct BoxKey {
  unsigned char bytes[crypto_secretbox_KEYBYTES] = {};
  ~BoxKey() { sodium_memzero(bytes, sizeof bytes); }
  bool derive(const std::string& password, const unsigned char* salt) {
    return crypto_pwhash(bytes, sizeof bytes, password.data(), password.size(), salt, 3, std::size_t{64} << 20,
                         crypto_pwhash_ALG_ARGON2ID13) == 0;
  }
};

Error no_memory() {
  return {ErrorKind::Storage, "signing key", "not enough memory for argon2id", "64 MiB", "free some memory"};
}

} // namespace

Result<std::string> seal_signing_key(const std::string& seed, const std::string& password, const Chance& chance) {
  std::string sealed(sealed_size, '\0');
  chance(bytes_of(sealed), salt_size + nonce_size);
  BoxKey key;
  if (seed.size() != seed_size || !key.derive(password, bytes_of(sealed))) return no_memory();
  crypto_secretbox_easy(bytes_of(sealed) + salt_size + nonce_size, bytes_of(seed), seed.size(),
                        bytes_of(sealed) + salt_size, key.bytes);
  return sealed;
}

Result<std::string> open_signing_key(const std::string& sealed, const std::string& password) {
  const Error refused{ErrorKind::Refused, "signing key", "another password, or a key that was changed",
                      "the password under which the key was made", "make a new one with openimr people signing-key"};
  if (sealed.size() != sealed_size) return refused;
  BoxKey key;
  if (!key.derive(password, bytes_of(sealed))) return no_memory();
  std::string seed(seed_size, '\0');
  if (crypto_secretbox_open_easy(bytes_of(seed), bytes_of(sealed) + salt_size + nonce_size,
                                 sealed.size() - salt_size - nonce_size, bytes_of(sealed) + salt_size, key.bytes) != 0)
    return refused;
  return seed;
}

} // namespace openimr::people
