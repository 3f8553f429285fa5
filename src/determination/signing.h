// Signing: a reviewer's Ed25519 key over the content hash of an opinion (libsodium).
//
// The content hash covers the opinion without its signature and the hash of every paper it was written on, so a
// signature does not survive a changed or added document: new records force a new look (Labor Code 4610.5(m)).
#pragma once

#include "base/result.h"
#include "records/opinion.h"

#include <map>
#include <string>
#include <string_view>

namespace openimr::determination {

/// Whether an opinion is signed over this file of the case folder: every paper, but no opinion (each reviewer signs an
/// own one) and nothing that comes after the signature.
bool is_signed_over(std::string_view file);

/// Hexadecimal SHA-256 over the opinion (signature apart) and the papers: file -> sha256, those that is_signed_over.
std::string content_hash(const records::Opinion& opinion, const std::map<std::string, std::string>& input_hashes);

/// A private key. Its bytes are wiped when it goes.
class SigningKey {
public:
  /// Reads PEM (PKCS#8, as openssl writes it), or 32 or 64 bytes raw, in hexadecimal or base64.
  static Result<SigningKey> parse(const std::string& where, std::string_view bytes);
  /// A fresh key; for `openimr opinion keygen`.
  static SigningKey generate();
  /// The same key from 32 bytes of seed, for tests and synthetic examples.
  static SigningKey from_seed(std::string_view seed);

  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(SigningKey&&) = delete;
  ~SigningKey();

  std::string public_key() const; ///< base64
  std::string pem() const;        ///< PKCS#8 private key
  records::Signature sign(const std::string& content_hash) const;

private:
  SigningKey() = default;
  unsigned char secret_[64] = {};
};

/// Whether the signature is this content's.
bool is_signed_by(const records::Signature& signature, const std::string& content_hash);

} // namespace openimr::determination
