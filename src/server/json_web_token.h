// Signed JSON Web Tokens (RFC 7515, 7519), as far as an ID token of OpenID Connect needs them: RS256 and ES256 against
// a key of a JSON Web Key Set (RFC 7517). No other algorithm is taken, whatever the token says of itself. Pure.
#pragma once

#include "base/result.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace openimr::server {

/// Empty unless it is base64url without padding and without stray bits.
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64url(std::string_view bytes);

/// The claims of a token whose signature holds under a key of the set. Error (Refused) names what is wrong; `found` is
/// "an unknown key" when the set has none of the token's `kid`.
Result<boost::json::object> verified_claims(std::string_view token, const boost::json::object& keys);

/// What a token has to say.
struct TokenWanted {
  std::string issuer, client, nonce;
  std::int64_t now = 0; ///< UTC seconds
};
/// Whether the claims are of this issuer, for this client, of this sign-in and of now (two minutes either way); the
/// subject. Error (Refused) otherwise.
Result<std::string> subject_of(const boost::json::object& claims, const TokenWanted& wanted);

} // namespace openimr::server
