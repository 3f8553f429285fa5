// Bytes as text: base64 (RFC 4648, section 4) and hexadecimal, strict both ways (libsodium).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace openimr {

/// Standard alphabet, with padding, on one line.
std::string to_base64(std::string_view bytes);
/// Empty unless the text is exactly what to_base64 writes: no spaces, full padding, no stray bits.
std::optional<std::string> from_base64(std::string_view text);
/// Empty unless the text is an even number of lower-case hexadecimal digits.
std::optional<std::string> from_hex(std::string_view text);

} // namespace openimr
