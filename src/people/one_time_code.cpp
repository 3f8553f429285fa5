#include "people/one_time_code.h"

#include <array>
#include <bit>
#include <cassert>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::people {
namespace {

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

/// RFC 2104 over the SHA-1 below.
std::string hmac_sha1(std::string_view key, std::string_view text) {
  std::string block = key.size() > 64 ? sha1(key) : std::string(key);
  block.resize(64, '\0');
  std::string inner = block, outer = block;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return sha1(outer + sha1(inner.append(text)));
}

std::string hmac(CodeHash hash, std::string_view key, std::string_view text) {
  if (hash == CodeHash::Sha1) return hmac_sha1(key, text);
  std::string value(hash == CodeHash::Sha256 ? crypto_auth_hmacsha256_BYTES : crypto_auth_hmacsha512_BYTES, '\0');
  auto* out = reinterpret_cast<unsigned char*>(value.data());
  if (hash == CodeHash::Sha256) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, raw(key), key.size());
    crypto_auth_hmacsha256_update(&state, raw(text), text.size());
    crypto_auth_hmacsha256_final(&state, out);
  } else {
    crypto_auth_hmacsha512_state state;
    crypto_auth_hmacsha512_init(&state, raw(key), key.size());
    crypto_auth_hmacsha512_update(&state, raw(text), text.size());
    crypto_auth_hmacsha512_final(&state, out);
  }
  return value;
}

/// One block of RFC 3174, section 6.1.
void sha1_block(std::array<std::uint32_t, 5>& state, const unsigned char* bytes) {
  std::array<std::uint32_t, 80> w{};
  for (std::size_t t = 0; t < 16; ++t)
    w[t] = static_cast<std::uint32_t>(bytes[4 * t]) << 24 | static_cast<std::uint32_t>(bytes[4 * t + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[4 * t + 2]) << 8 | bytes[4 * t + 3];
  for (std::size_t t = 16; t < 80; ++t) w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
  auto [a, b, c, d, e] = state;
  for (std::size_t t = 0; t < 80; ++t) {
    const std::uint32_t f = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
    const std::uint32_t k = t < 20 ? 0x5A827999 : t < 40 ? 0x6ED9EBA1 : t < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
    const std::uint32_t next = std::rotl(a, 5) + f + e + w[t] + k;
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
}

} // namespace

std::string sha1(std::string_view bytes) {
  std::array<std::uint32_t, 5> state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  std::string padded(bytes);
  padded += '\x80';
  while (padded.size() % 64 != 56) padded += '\0';
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) padded += static_cast<char>(bits >> shift);
  for (std::size_t at = 0; at < padded.size(); at += 64) sha1_block(state, raw(padded) + at);
  std::string digest;
  for (std::uint32_t word : state)
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift);
  return digest;
}

std::string one_time_code(std::string_view secret, std::uint64_t counter, int digits, CodeHash hash) {
  assert(digits >= 6 && digits <= 8 && "six to eight digits");
  std::string text;
  for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(counter >> shift);
  const std::string value = hmac(hash, secret, text);
  const std::size_t at = value.back() & 0x0f; // dynamic truncation, RFC 4226, 5.3
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(value[at + i]);
  std::uint32_t limit = 1;
  for (int i = 0; i < digits; ++i) limit *= 10;
  return fmt::format("{:0{}}", (number & 0x7fffffff) % limit, digits);
}

std::optional<std::uint64_t> step_of_code(std::string_view secret, std::string_view code, std::int64_t now,
                                          std::uint64_t last_used, CodeHash hash) {
  std::optional<std::uint64_t> step;
  const auto here = static_cast<std::uint64_t>(now / 30);
  for (std::uint64_t counter = here == 0 ? 0 : here - 1; counter <= here + 1; ++counter) {
    const std::string expected = one_time_code(secret, counter, 6, hash);
    const bool is_equal =
        code.size() == expected.size() && sodium_memcmp(code.data(), expected.data(), expected.size()) == 0;
    if (is_equal && counter > last_used && !step) step = counter; // all three are computed, whichever fits
  }
  return step;
}

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (unsigned char byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 5; count -= 5) text += letters[bits >> (count - 5) & 31];
  }
  if (count > 0) text += letters[bits << (5 - count) & 31];
  return text;
}

std::string enrolment_uri(std::string_view issuer, std::string_view account, std::string_view secret) {
  const auto encoded = [](std::string_view words) {
    std::string text;
    for (unsigned char c : words)
      if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
          c == '_')
        text += static_cast<char>(c);
      else
        text += fmt::format("%{:02X}", c);
    return text;
  };
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", encoded(issuer), encoded(account),
                     to_base32(secret));
}

} // namespace openimr::people
