// SHA-256 over bytes (libsodium): how documents, packs and opinions are named.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace openimr {

/// Lower-case hexadecimal SHA-256 of the bytes, 64 characters.
std::string sha256_hex(std::string_view bytes);

/// The same in pieces, for files that need not be in memory at once.
class Sha256 {
public:
  Sha256();
  void add(std::string_view bytes);
  std::string hex(); ///< of all that was added; the object is done with

private:
  alignas(8) std::array<unsigned char, 128> state_; ///< libsodium's own
};

/// A number that nobody can foresee without the key (SipHash-2-4); for draws, never for names of files.
std::uint64_t keyed_hash(std::uint64_t key, std::string_view bytes);

/// Lower-case hexadecimal of any bytes.
std::string to_hex(std::string_view bytes);

} // namespace openimr
