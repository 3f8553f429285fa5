// One-time codes of authenticator programs: HOTP (RFC 4226) and TOTP (RFC 6238), six digits each half minute. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace openimr::people {

/// Most authenticator programs know SHA-1 only; as an HMAC it is not known to be weak.
enum class CodeHash { Sha1, Sha256, Sha512 };

/// The code of a counter (RFC 4226, 5.3). digits: 6 to 8.
std::string one_time_code(std::string_view secret, std::uint64_t counter, int digits = 6,
                          CodeHash hash = CodeHash::Sha1);

/// Which half minute the code belongs to, when it is one of now, just before or just after, and later than last_used (a
/// code counts once); empty otherwise. now: UTC seconds.
std::optional<std::uint64_t> step_of_code(std::string_view secret, std::string_view code, std::int64_t now,
                                          std::uint64_t last_used, CodeHash hash = CodeHash::Sha1);

/// What an authenticator program scans or reads: otpauth://totp/…
std::string enrolment_uri(std::string_view issuer, std::string_view account, std::string_view secret);

/// Base32 (RFC 4648) without padding.
std::string to_base32(std::string_view bytes);

/// SHA-1 (RFC 3174), for HMAC only.
std::string sha1(std::string_view bytes);

} // namespace openimr::people
