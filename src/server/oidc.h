// Sign-in over OpenID Connect (Core 1.0): the authorization code flow with PKCE (RFC 7636), state and nonce. Off unless
// an installation names a file that says which issuer is believed, and which of its people is which account.
//
//   auto settings = read_oidc_settings("oidc.yaml");
//   Oidc oidc(*settings);
//   auto begun = oidc.begin();                       // send the browser to begun->where, keep begun->ticket in a
//   cookie auto account = oidc.finish(ticket, state, code); // the account of the book that signed in
//
// This is the only part of the server that asks another machine for something, and it asks the issuer only.
#pragma once

#include "base/result.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace openimr::server {

struct OidcPerson {
  std::string subject, email; ///< one of them
  std::string account;
};

struct OidcSettings {
  std::string name; ///< what the button says
  std::string issuer, client, redirect;
  std::string secret; ///< empty: a public client
  std::vector<OidcPerson> people;
};

/// docs/schemas/oidc.schema.json. Error names file, line and key; addresses are https, or http of this machine.
Result<OidcSettings> read_oidc_settings(const std::string& path);

/// Asks an address: a GET, or a POST of a form. The answer of status 200, at most 1 MB.
struct WebQuestion {
  std::string url;
  std::string form;           ///< empty: GET
  std::string user, password; ///< empty: none
};
using Fetch = std::function<Result<std::string>(const WebQuestion&)>;
/// Over libcurl: ten seconds, certificates checked, no redirects.
Result<std::string> fetch_from_web(const WebQuestion& question);

class Oidc {
public:
  explicit Oidc(OidcSettings settings, Fetch fetch = fetch_from_web, std::function<std::int64_t()> now = {});

  const OidcSettings& settings() const { return settings_; }

  struct Begun {
    std::string where;  ///< address at the issuer
    std::string ticket; ///< for a cookie of this browser
  };
  Result<Begun> begin();
  /// The account of who signed in. A ticket counts once and for ten minutes. Error (Refused) when anything does not
  /// match, or the person has no account here.
  Result<std::string> finish(const std::string& ticket, const std::string& state, const std::string& code);

private:
  struct Waiting {
    std::string state, nonce, verifier;
    std::int64_t until = 0;
  };
  struct Provider {
    std::string authorize, token, keys;
    std::int64_t read = 0;
  };
  Result<Provider> provider();
  Result<boost::json::object> keys(const Provider& at, bool is_fresh);
  Result<boost::json::object> claims_of(const Provider& at, const std::string& token);
  Result<std::string> account_of(const boost::json::object& claims, const std::string& subject) const;
  std::optional<Waiting> take(const std::string& ticket);

  static constexpr std::size_t most_waiting = 10'000;
  static constexpr std::int64_t ticket_seconds = 600, keys_seconds = 600, least_between_keys = 60;

  OidcSettings settings_;
  Fetch fetch_;
  std::function<std::int64_t()> now_;
  std::mutex mutex_;
  std::map<std::string, Waiting> waiting_;
  std::optional<Provider> provider_;
  std::optional<boost::json::object> keys_;
  std::int64_t keys_read_ = 0;
};

} // namespace openimr::server
