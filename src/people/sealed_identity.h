// The reviewer's sealed identity: a token beside each letter that says who signed, to whoever holds the key, and
// nothing to anybody else (Labor Code 4610.6(f); Zuniga v. WCAB (2018) 19 Cal.App.5th 981: names stay confidential).
//
// Two tokens of one reviewer have nothing in common: without the key nobody can tell that two letters have one author.
// The same reviewer, case and opinion give the same token, so that a determination replays byte for byte: the nonce is
// a keyed hash of all three (as in RFC 5297), and opening checks it again. All tokens have one length. Pure.
#pragma once

#include "base/result.h"

#include <array>
#include <string>
#include <string_view>

namespace openimr::people {

/// 32 secret bytes, wiped when they go.
class SealKey {
public:
  /// Error (Input) unless the text is 64 hexadecimal digits (white space around it is passed over).
  static Result<SealKey> parse(const std::string& where, std::string_view text);
  SealKey(const SealKey&) = default;
  SealKey& operator=(const SealKey&) = default;
  ~SealKey();
  const unsigned char* data() const { return bytes_.data(); }

private:
  SealKey() = default;
  std::array<unsigned char, 32> bytes_{};
};

/// What a seal is bound to.
struct SealedLetter {
  std::string case_number;
  std::string content_hash; ///< of the signed opinion (determination/signing.h)
};

/// reviewer: its id in the roster, 1 to 64 bytes. Error (Input) otherwise.
Result<std::string> seal(std::string_view reviewer, const SealedLetter& letter, const SealKey& key);

/// The reviewer's id; Error (Refused) when the token was made with another key, for another letter, or was changed.
Result<std::string> unseal(std::string_view token, const SealedLetter& letter, const SealKey& key);

} // namespace openimr::people
