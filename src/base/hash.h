// SHA-256 over bytes (libsodium): how documents, packs and opinions are named.
#pragma once

#include <string>
#include <string_view>

namespace openimr {

/// Lower-case hexadecimal SHA-256 of the bytes, 64 characters.
std::string sha256_hex(std::string_view bytes);

/// Lower-case hexadecimal of any bytes.
std::string to_hex(std::string_view bytes);

} // namespace openimr
