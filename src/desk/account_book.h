// The account book: acts on the accounts of an organization, kept in one file that only its owner may read, or in a
// store ("sqlite:PATH", "postgresql://…"), so that several machines share it.
#pragma once

#include "people/account.h"
#include "people/permission.h"
#include "store/store.h"

#include <string>

namespace openimr::desk {

/// Accounts by id; empty when there is no book yet.
Result<std::map<std::string, people::Account>> open_accounts(const std::string& book);
/// The book that a store keeps.
Result<std::map<std::string, people::Account>> open_accounts(store::Store& store);

/// A new account, or (for one that is there) new roles, name and password. Returns what an authenticator program reads.
/// Error (Refused) when two of the roles may not be one person's.
struct NewAccount {
  std::string id, name, password;
  std::set<std::string> roles;
};
Result<std::string> add_account(const std::string& book, const people::Permissions& permissions,
                                const NewAccount& fresh, const std::string& issuer);

/// Tries to sign in and keeps what came of it. now: UTC seconds.
Result<people::SignIn> try_sign_in(const std::string& book, const std::string& id, const std::string& password,
                                   const std::string& code, std::int64_t now);

/// The same in the book that a store keeps.
Result<people::SignIn> try_sign_in(store::Store& store, const std::string& id, const std::string& password,
                                   const std::string& code, std::int64_t now);

/// A new signing key for an account, kept under its password. Returns the public key, for the roster. Error (Refused)
/// for another password; a new password needs a new key.
Result<std::string> make_signing_key(const std::string& book, const std::string& id, const std::string& password);

/// Opens or closes an account; opening takes a lock away. Error (NotFound).
Result<Done> set_active(const std::string& book, const std::string& id, bool is_active);

} // namespace openimr::desk
