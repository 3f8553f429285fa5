// sign_opinion: the reviewer's act. The signature is written into the opinion, beneath what it covers.
#pragma once

#include "base/result.h"
#include "determination/signing.h"
#include "jurisdictions/jurisdiction.h"

#include <map>
#include <optional>
#include <string>

namespace openimr::desk {

constexpr int most_seats = 5; ///< of a panel

/// "opinion.yaml" of the first reviewer, "opinion-2.yaml" and so on of the others of a panel.
std::string opinion_file(int seat);

/// Signs the opinion of the seat with the key in the file and rewrites it with its signature (comments and order of the
/// rest stay). Returns the content hash that was signed.
Result<std::string> sign_opinion(const std::string& folder, const std::string& key_file, int seat = 1);

/// What is wrong with an opinion that is dated after today, by the calendar of the jurisdiction; nothing when it is
/// not. name: what messages call the file.
std::optional<Error> opinion_dated_ahead(const std::string& name, const records::Opinion& opinion,
                                         const jurisdictions::Jurisdiction& law);

/// The text of an opinion signed with the key over these inputs (file -> SHA-256), in place of a signature it had.
/// Block and flow (JSON) style are signed; what comes out was read again and says the same. Error Input where it would
/// not. name: what messages call it.
struct SignedText {
  std::string text, content_hash;
};
Result<SignedText> signed_text(const std::string& name, const std::string& opinion,
                               const std::map<std::string, std::string>& inputs, const determination::SigningKey& key);

Result<determination::SigningKey> read_signing_key(const std::string& key_file);

/// The `signature:` line of a YAML file, with its newline.
std::string signature_line(const records::Signature& signature);

} // namespace openimr::desk
