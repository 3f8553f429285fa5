// Accounts: passwords (argon2id), one-time codes, lockout, sessions. Every function takes the hour and chance from
// above.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace openimr::people {

/// Fills bytes with chance; handed in from the desk.
using Chance = std::function<void(unsigned char* into, std::size_t size)>;

struct Account {
  std::string id;   ///< one word; what the audit log knows of a person
  std::string name; ///< never leaves the organization
  std::set<std::string> roles;
  std::string password_hash;     ///< argon2id, as libsodium writes it
  std::string code_secret;       ///< 20 bytes for one-time codes; empty: none enrolled yet
  std::uint64_t last_code = 0;   ///< half minute of the last code, which counts once
  int failures = 0;              ///< in a row
  std::int64_t locked_until = 0; ///< UTC seconds
  bool is_active = true;
  std::string public_key = {}; ///< base64, Ed25519; empty: signs nothing
  std::string sealed_key = {}; ///< its private half under the password (people/sealed_signing_key.h)
};

/// argon2id with 64 MiB and three passes (RFC 9106, second recommended option, on one lane). Error (Input) when the
/// password is shorter than 12 characters, longer than 256, or holds the account's id or name.
Result<std::string> hash_password(const Account& account, const std::string& password);

/// What became of an attempt to sign in. A wrong name, password or code, and a locked account, look the same from
/// outside; `log` tells them apart for the audit log.
struct SignIn {
  bool is_in = false;
  std::string log; ///< "signed_in", "wrong_password", "wrong_code", "locked", "closed", "unknown", "no_code"
};

/// Tries; the account's failures, lock and last code change with it. null: there is no such account, and as much time
/// is taken. Five failures in a row lock for 15 minutes, each further one for twice as long, up to a day. now: UTC
/// seconds.
SignIn sign_in(Account* account, const std::string& password, const std::string& code, std::int64_t now);

/// A session: what a signed-in person shows with each request. Only its hash is kept.
struct Session {
  std::string token_hash; ///< hexadecimal SHA-256 of the token
  std::string account;
  std::int64_t started = 0, last_seen = 0; ///< UTC seconds
};
struct NewSession {
  Session session;
  std::string token; ///< 43 characters, told once
};
NewSession start_session(const Account& account, std::int64_t now, const Chance& chance);
/// A session ends 12 hours after its start, or 30 minutes after it was last seen.
bool has_ended(const Session& session, std::int64_t now);
/// Whether the token is the session's and it has not ended.
bool is_session_of(const Session& session, std::string_view token, std::int64_t now);

/// The account book: what `openimr people` keeps in a file that only its owner may read.
Result<std::map<std::string, Account>> read_accounts(const std::string& name, std::string_view bytes);
std::string write_accounts(const std::map<std::string, Account>& accounts);

} // namespace openimr::people
