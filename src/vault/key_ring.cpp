#include "vault/key_ring.h"

#include "base/encoding.h"
#include "base/hash.h"

#include <cstring>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::vault {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t wrapped_size = nonce_size + Secret::size() + crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::string id_of(const Secret& key) {
  unsigned char id[16];
  constexpr std::string_view label = "openimr vault master key";
  crypto_generichash(id, sizeof id, raw(label), label.size(), key.data(), Secret::size());
  return to_hex({reinterpret_cast<const char*>(id), 8});
}

} // namespace

Secret::~Secret() { sodium_memzero(bytes_.data(), bytes_.size()); }

Result<KeyRing> KeyRing::parse(const std::string& where, std::string_view text) {
  KeyRing ring;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    auto bytes = from_hex(line);
    const std::string place = fmt::format("{}:{}", where, number);
    if (!bytes || bytes->size() != Secret::size())
      return Error{ErrorKind::Input, place, "a line that is no key", "64 hexadecimal digits",
                   "make a key with `openimr vault keygen FILE`"};
    Secret key;
    std::memcpy(key.data(), bytes->data(), Secret::size());
    sodium_memzero(bytes->data(), bytes->size());
    const std::string id = id_of(key);
    if (!ring.keys_.emplace(id, key).second)
      return Error{ErrorKind::Input, place, "a key that stands above already", "each key once", "remove the line"};
    if (ring.current_.empty()) ring.current_ = id;
  }
  if (ring.keys_.empty())
    return Error{ErrorKind::Input, where, "no key", "one key a line, 64 hexadecimal digits",
                 "make a key with `openimr vault keygen FILE`"};
  return ring;
}

const Secret* KeyRing::find(const std::string& id) const {
  const auto at = keys_.find(id);
  return at == keys_.end() ? nullptr : &at->second;
}

std::string KeyRing::wrap(const Secret& secret, std::string_view about, const Chance& chance) const {
  std::string wrapped(wrapped_size, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(wrapped.data());
  chance(bytes, nonce_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + nonce_size, nullptr, secret.data(), Secret::size(), raw(about),
                                             about.size(), nullptr, bytes, keys_.at(current_).data());
  return to_base64(wrapped);
}

Result<Secret> KeyRing::unwrap(const std::string& where, const std::string& id, std::string_view wrapped,
                               std::string_view about) const {
  const Secret* key = find(id);
  if (!key)
    return Error{ErrorKind::NotFound, where, "a key wrapped by master key " + id,
                 "one of the master keys of this vault", "add the line of that master key to the key file"};
  Secret secret;
  const auto bytes = from_base64(wrapped);
  if (bytes && bytes->size() == wrapped_size &&
      crypto_aead_xchacha20poly1305_ietf_decrypt(secret.data(), nullptr, nullptr, raw(*bytes) + nonce_size,
                                                 bytes->size() - nonce_size, raw(about), about.size(), raw(*bytes),
                                                 key->data()) == 0)
    return secret;
  return Error{ErrorKind::Storage, where, "a key record that was changed or belongs to another object",
               "the record as it was written", "bring it back from a backup"};
}

} // namespace openimr::vault
