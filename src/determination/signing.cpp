#include "determination/signing.h"

#include "base/hash.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <fmt/format.h>
#include <sodium.h>
#include <vector>

namespace openimr::determination {
namespace {

// PKCS#8 wrapping of a 32 byte Ed25519 seed (RFC 8410, section 7).
constexpr unsigned char pkcs8_head[] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                        0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};

std::string to_base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL);
  text.resize(std::strlen(text.c_str()));
  return text;
}

/// Empty when the text is no base64.
std::string from_base64(std::string_view text) {
  std::string bytes(text.size() + 4, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), " \r\n",
                        &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    return "";
  bytes.resize(size);
  return bytes;
}

std::string from_hex(std::string_view text) {
  std::string bytes(text.size() / 2 + 1, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), " \r\n",
                     &size, &end) != 0 ||
      end != text.data() + text.size())
    return "";
  bytes.resize(size);
  return bytes;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == '\n' || text.front() == ' ')) text.remove_prefix(1);
  return text;
}

/// The 32 byte seed in a key file, or empty.
std::string seed_of(std::string_view bytes) {
  if (bytes.size() == 32 || bytes.size() == 64) // 64 hexadecimal digits are text, not raw
    if (bytes.size() == 32 || from_hex(bytes).empty()) return std::string(bytes.substr(0, 32));
  const std::string_view text = trimmed(bytes);
  constexpr std::string_view begin = "-----BEGIN PRIVATE KEY-----", end = "-----END PRIVATE KEY-----";
  if (const auto from = text.find(begin); from != std::string_view::npos) {
    const auto to = text.find(end, from);
    if (to == std::string_view::npos) return "";
    const std::string der = from_base64(text.substr(from + begin.size(), to - from - begin.size()));
    const bool is_ed25519 = der.size() >= 48 && std::memcmp(der.data(), pkcs8_head, 2) == 0 &&
                            der.compare(4, 12, std::string(reinterpret_cast<const char*>(pkcs8_head) + 4, 12)) == 0;
    return is_ed25519 ? der.substr(16, 32) : "";
  }
  for (const std::string& decoded : {from_hex(text), from_base64(text)})
    if (decoded.size() == 32 || decoded.size() == 64) return decoded.substr(0, 32);
  return "";
}

/// Length-prefixed parts, so that no two different opinions write the same bytes.
class Canonical {
public:
  void add(std::string_view part) { bytes_ += fmt::format("{}:", part.size()).append(part) + ","; }
  void add(std::size_t count) { bytes_ += fmt::format("#{},", count); }
  const std::string& bytes() const { return bytes_; }

private:
  std::string bytes_;
};

} // namespace

bool is_signed_over(std::string_view file) { return !file.starts_with("opinion") && file != "quality.yaml"; }

std::string content_hash(const records::Opinion& opinion, const std::map<std::string, std::string>& input_hashes) {
  Canonical out;
  out.add("openimr opinion 1");
  out.add(opinion.reviewer);
  out.add(opinion.date ? opinion.date->iso() : "");
  out.add(opinion.attestations.size());
  for (const auto& one : opinion.attestations) {
    out.add(one.party);
    out.add(one.conflict);
  }
  if (!opinion.summary.empty()) { // opinions without one keep the hash that they were signed over
    out.add("summary");
    out.add(opinion.summary);
  }
  out.add(opinion.items.size());
  for (const auto& item : opinion.items) {
    out.add(item.id);
    out.add(item.decision);
    out.add(item.words);
    out.add(item.criteria.size());
    for (const auto& criterion : item.criteria) {
      out.add(criterion.id);
      out.add(criterion.verdict);
      out.add(criterion.reason);
    }
    out.add(item.guidelines.size());
    for (const auto& guideline : item.guidelines) {
      out.add(guideline.source);
      out.add(guideline.pages);
    }
  }
  out.add(opinion.resolutions.size());
  for (const auto& resolution : opinion.resolutions) {
    out.add(resolution.check);
    out.add(resolution.text);
    if (resolution.pages_read.empty()) continue; // opinions without keep the hash that they were signed over
    out.add("pages read");
    out.add(resolution.pages_read.size());
    for (const auto& page : resolution.pages_read) {
      out.add(page.file);
      out.add(static_cast<std::size_t>(page.page));
    }
  }
  for (const auto& [file, hash] : input_hashes) {
    if (!is_signed_over(file)) continue;
    out.add(file);
    out.add(hash);
  }
  return sha256_hex(out.bytes());
}

SigningKey::SigningKey(SigningKey&& other) noexcept {
  std::memcpy(secret_, other.secret_, sizeof secret_);
  sodium_memzero(other.secret_, sizeof other.secret_);
}

SigningKey::~SigningKey() { sodium_memzero(secret_, sizeof secret_); }

SigningKey SigningKey::from_seed(std::string_view seed) {
  assert(seed.size() == crypto_sign_SEEDBYTES && "a seed has 32 bytes");
  SigningKey key;
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
  crypto_sign_seed_keypair(public_key, key.secret_, reinterpret_cast<const unsigned char*>(seed.data()));
  return key;
}

SigningKey SigningKey::generate() {
  SigningKey key;
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
  if (sodium_init() < 0) assert(false && "libsodium starts");
  crypto_sign_keypair(public_key, key.secret_);
  return key;
}

Result<SigningKey> SigningKey::parse(const std::string& where, std::string_view bytes) {
  std::string seed = seed_of(bytes);
  if (seed.empty())
    return Error{ErrorKind::Input, where, "no Ed25519 private key", "PEM (PKCS#8), 32 bytes raw, hexadecimal or base64",
                 "make one with `openimr opinion keygen FILE`"};
  SigningKey key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

std::string SigningKey::public_key() const { return to_base64(secret_ + 32, 32); }

std::string SigningKey::pem() const {
  std::vector<unsigned char> der(std::begin(pkcs8_head), std::end(pkcs8_head));
  der.insert(der.end(), secret_, secret_ + 32);
  std::string text =
      "-----BEGIN PRIVATE KEY-----\n" + to_base64(der.data(), der.size()) + "\n-----END PRIVATE KEY-----\n";
  sodium_memzero(der.data(), der.size());
  return text;
}

records::Signature SigningKey::sign(const std::string& hash) const {
  unsigned char value[crypto_sign_BYTES];
  crypto_sign_detached(value, nullptr, reinterpret_cast<const unsigned char*>(hash.data()), hash.size(), secret_);
  return {"ed25519", public_key(), to_base64(value, sizeof value)};
}

bool is_signed_by(const records::Signature& signature, const std::string& hash) {
  const std::string key = from_base64(signature.public_key), value = from_base64(signature.value);
  return signature.algorithm == "ed25519" && key.size() == crypto_sign_PUBLICKEYBYTES &&
         value.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(value.data()),
                                     reinterpret_cast<const unsigned char*>(hash.data()), hash.size(),
                                     reinterpret_cast<const unsigned char*>(key.data())) == 0;
}

} // namespace openimr::determination
