#include "base/hash.h"

#include <sodium.h>

namespace openimr {

std::string to_hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return to_hex({reinterpret_cast<const char*>(digest), sizeof digest});
}

static_assert(sizeof(crypto_hash_sha256_state) <= 128);

Sha256::Sha256() : state_{} { crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data())); }

void Sha256::add(std::string_view bytes) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()),
                            reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sha256::hex() {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), digest);
  return to_hex({reinterpret_cast<const char*>(digest), sizeof digest});
}

std::uint64_t keyed_hash(std::uint64_t key, std::string_view bytes) {
  std::array<unsigned char, crypto_shorthash_KEYBYTES> secret{};
  for (std::size_t i = 0; i < 8; ++i) secret[i] = static_cast<unsigned char>(key >> (8 * i));
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), secret.data());
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < hash.size(); ++i) number |= std::uint64_t{hash[i]} << (8 * i);
  return number;
}

} // namespace openimr
