#include "people/sealed_identity.h"

#include "base/encoding.h"

#include <cstring>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::people {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t longest_id = 64;
constexpr std::size_t padded_size = longest_id + 1; // length, id, zeros
constexpr std::string_view mark = "openimr-seal-1.";

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

/// Parts that cannot run into each other.
std::string joined(std::string_view label, std::initializer_list<std::string_view> parts) {
  std::string text(label);
  for (const std::string_view part : parts) text += fmt::format("{}:", part.size()).append(part);
  return text;
}

/// A key of its own for each use of the one key.
std::array<unsigned char, 32> derived(const SealKey& key, std::string_view use) {
  std::array<unsigned char, 32> bytes{};
  crypto_generichash(bytes.data(), bytes.size(), raw(use), use.size(), key.data(), 32);
  return bytes;
}

std::array<unsigned char, nonce_size> nonce_of(std::string_view reviewer, const SealedLetter& letter,
                                               const SealKey& key) {
  const auto nonce_key = derived(key, "openimr seal nonce");
  const std::string text = joined("nonce", {reviewer, letter.case_number, letter.content_hash});
  std::array<unsigned char, nonce_size> nonce{};
  crypto_generichash(nonce.data(), nonce.size(), raw(text), text.size(), nonce_key.data(), nonce_key.size());
  return nonce;
}

} // namespace

SealKey::~SealKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

Result<SealKey> SealKey::parse(const std::string& where, std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  auto bytes = from_hex(text);
  SealKey key;
  if (!bytes || bytes->size() != key.bytes_.size())
    return Error{ErrorKind::Input, where, "no key of seals", "64 hexadecimal digits",
                 "make one with `openimr vault keygen FILE`"};
  std::memcpy(key.bytes_.data(), bytes->data(), key.bytes_.size());
  sodium_memzero(bytes->data(), bytes->size());
  return key;
}

Result<std::string> seal(std::string_view reviewer, const SealedLetter& letter, const SealKey& key) {
  if (reviewer.empty() || reviewer.size() > longest_id)
    return Error{ErrorKind::Input, "reviewer", fmt::format("an id of {} bytes", reviewer.size()),
                 fmt::format("1 to {} bytes", longest_id), "give the reviewer a shorter id in the roster"};
  std::string padded(1, static_cast<char>(reviewer.size()));
  padded.append(reviewer).resize(padded_size, '\0');
  const auto nonce = nonce_of(reviewer, letter, key);
  const auto sealing_key = derived(key, "openimr seal");
  const std::string about = joined("letter", {letter.case_number, letter.content_hash});
  std::string token(reinterpret_cast<const char*>(nonce.data()), nonce.size());
  token.resize(nonce_size + padded_size + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(token.data()) + nonce_size, nullptr,
                                             raw(padded), padded.size(), raw(about), about.size(), nullptr,
                                             nonce.data(), sealing_key.data());
  return std::string(mark) + to_base64(token);
}

Result<std::string> unseal(std::string_view token, const SealedLetter& letter, const SealKey& key) {
  const Error fault{ErrorKind::Refused, "seal", "a token of another key or another letter, or one that was changed",
                    "the token that stands beside this letter", "look at case, opinion hash and key"};
  const auto bytes = token.starts_with(mark) ? from_base64(token.substr(mark.size())) : std::nullopt;
  if (!bytes || bytes->size() != nonce_size + padded_size + crypto_aead_xchacha20poly1305_ietf_ABYTES) return fault;
  const auto sealing_key = derived(key, "openimr seal");
  const std::string about = joined("letter", {letter.case_number, letter.content_hash});
  std::string padded(padded_size, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(padded.data()), nullptr, nullptr,
                                                 raw(*bytes) + nonce_size, bytes->size() - nonce_size, raw(about),
                                                 about.size(), raw(*bytes), sealing_key.data()) != 0)
    return fault;
  const auto size = static_cast<std::size_t>(static_cast<unsigned char>(padded[0]));
  if (size == 0 || size > longest_id) return fault;
  const std::string reviewer = padded.substr(1, size);
  const auto nonce = nonce_of(reviewer, letter, key); // the key's holder cannot make two tokens for one letter either
  return std::memcmp(nonce.data(), bytes->data(), nonce_size) == 0 ? Result<std::string>(reviewer) : fault;
}

} // namespace openimr::people
