// sign_opinion: the reviewer's act. The signature is written into the opinion, beneath what it covers.
#pragma once

#include "base/result.h"
#include "determination/signing.h"

#include <string>

namespace openimr::desk {

constexpr int most_seats = 5; ///< of a panel

/// "opinion.yaml" of the first reviewer, "opinion-2.yaml" and so on of the others of a panel.
std::string opinion_file(int seat);

/// Signs the opinion of the seat with the key in the file and rewrites it with its signature (comments and order of the
/// rest stay). Returns the content hash that was signed.
Result<std::string> sign_opinion(const std::string& folder, const std::string& key_file, int seat = 1);

Result<determination::SigningKey> read_signing_key(const std::string& key_file);

/// The `signature:` line of a YAML file, with its newline.
std::string signature_line(const records::Signature& signature);

} // namespace openimr::desk
