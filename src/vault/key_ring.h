// KeyRing: the master keys of a vault. They never leave memory unwiped and are never written by this room.
//
// A key file holds one key a line, 64 hexadecimal digits; the first is used for what is new, the others still open what
// is old. To rotate, put a new key on the first line and let the vault wrap everything anew; then the old line may go.
#pragma once

#include "base/result.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace openimr::vault {

/// 32 secret bytes, wiped when they go.
class Secret {
public:
  Secret() = default;
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret();
  unsigned char* data() { return bytes_.data(); }
  const unsigned char* data() const { return bytes_.data(); }
  static constexpr std::size_t size() { return 32; }

private:
  std::array<unsigned char, 32> bytes_{};
};

/// Fills bytes with chance; handed in from the desk.
using Chance = std::function<void(unsigned char* into, std::size_t size)>;

class KeyRing {
public:
  /// Error (Input) when there is no key, a line is no key, or a key stands twice. Lines that begin with # are passed
  /// over.
  static Result<KeyRing> parse(const std::string& where, std::string_view text);

  const std::string& current() const { return current_; } ///< id of the key for what is new: 16 hexadecimal digits
  /// Empty when the ring has no such key.
  const Secret* find(const std::string& id) const;

  /// Encrypts a secret under the current key, bound to `about` (XChaCha20-Poly1305). Base64.
  std::string wrap(const Secret& secret, std::string_view about, const Chance& chance) const;
  /// Error (NotFound) when the ring lacks the key, (Storage) when it does not open.
  Result<Secret> unwrap(const std::string& where, const std::string& id, std::string_view wrapped,
                        std::string_view about) const;

private:
  std::map<std::string, Secret> keys_;
  std::string current_;
};

} // namespace openimr::vault
