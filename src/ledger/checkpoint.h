// Signed checkpoints: what the log was at one size, in the form that transparency logs share.
//
// A checkpoint is a signed note (c2sp.org/signed-note) with three lines of text (c2sp.org/tlog-checkpoint): the origin
// of the log, its size, its root. Keys are written as in Go's sumdb/note, so other programs can check them too:
//
//   imr.example/audit                                        the origin, also the name of the key
//   20852163                                                 rows
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=             the root, base64
//
//   — imr.example/audit Az3grlgtzPICa5OS8npVmf1M…            key id and Ed25519 signature, base64
//
// Pure: a key is made of a seed that is handed in; Ed25519 needs no chance to sign.
#pragma once

#include "ledger/merkle.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace openimr::ledger {

/// The log at one size. Two checkpoints of one origin and size with different roots are a lie that can be shown.
struct Checkpoint {
  std::string origin;     ///< the log's name, a host and path without spaces or '+'
  std::uint64_t size = 0; ///< rows
  Hash root{};
  bool operator==(const Checkpoint&) const = default;
};

/// The text that is signed: three lines.
std::string text_of(const Checkpoint& checkpoint);

/// The public half: who may be believed.
struct VerifyingKey {
  std::string name;
  std::array<unsigned char, 32> public_key{};

  /// Reads "name+id+base64"; Error (Input) when the id is not that of name and key. White space around it is passed
  /// over.
  static Result<VerifyingKey> parse(const std::string& where, std::string_view text);
  std::string text() const; ///< "name+id+base64"
  std::uint32_t id() const; ///< first four bytes of SHA-256(name, newline, 0x01, key)
};

/// The private half. Its bytes are wiped when it goes.
class SigningKey {
public:
  /// Reads "PRIVATE+KEY+name+id+base64".
  static Result<SigningKey> parse(const std::string& where, std::string_view text);
  /// seed: 32 bytes that nobody else knows. Error (Input) when the name is empty or has a space, a '+' or a control.
  static Result<SigningKey> from_seed(const std::string& name, std::string_view seed);

  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(SigningKey&&) = delete;
  ~SigningKey();

  std::string text() const; ///< "PRIVATE+KEY+name+id+base64"
  const VerifyingKey& verifying_key() const { return verifying_key_; }
  /// The signed note of a text, which must end with a newline.
  std::string note_of(std::string_view text) const;

private:
  SigningKey() = default;
  VerifyingKey verifying_key_;
  std::array<unsigned char, 64> secret_{};
};

/// The note with which the holder of the key vouches for the checkpoint. Its origin must be the key's name.
std::string signed_checkpoint(const Checkpoint& checkpoint, const SigningKey& key);

/// The text of a note that the key signed; signatures of other keys beside it are passed over. Error (Input) when it is
/// no note, when the key did not sign it or when its signature is wrong. At most 64 KiB.
Result<std::string> open_note(const std::string& where, std::string_view note, const VerifyingKey& key);
/// The checkpoint of a note that the key signed; its origin must be the key's name, and there are no further lines.
Result<Checkpoint> open_checkpoint(const std::string& where, std::string_view note, const VerifyingKey& key);

/// A checkpoint on one line, for paper, a file elsewhere or a message: "origin size root signature".
/// The note must be one that signed_checkpoint wrote.
std::string anchor_line(std::string_view note);
/// The note that the line stands for; Error (Input) when it has not four words.
Result<std::string> note_of_anchor(const std::string& where, std::string_view line);

} // namespace openimr::ledger
