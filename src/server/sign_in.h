// Sessions: a cookie that says nothing, and a record of the store behind it, so that every process of the house knows
// who is signed in, and signing out counts everywhere at once.
#pragma once

#include "server/call.h"

#include <map>
#include <mutex>
#include <string>

namespace openimr::server {

constexpr std::string_view session_cookie = "openimr_session";

/// The accounts of the book, read anew when its file changed.
class Accounts {
public:
  explicit Accounts(std::string book) : book_(std::move(book)) {}
  Result<std::map<std::string, people::Account>> all();
  const std::string& book() const { return book_; }

private:
  std::string book_;
  std::mutex mutex_;
  std::int64_t changed_ = -1, size_ = -1;
  std::map<std::string, people::Account> known_;
};

/// Who the request's cookie belongs to; empty when nobody, or the session has ended. Keeps that it was seen.
std::optional<SignedIn> signed_in(Workplace& here, House& house, const Request& request);

/// A new session of an account: its cookie and who it is.
struct Begun {
  std::string token;
  SignedIn who;
};
Result<Begun> begin_session(Workplace& here, const people::Account& account);
Result<Done> end_session(Workplace& here, const SignedIn& who);

/// What changing requests carry in X-CSRF-Token.
std::string csrf_of(const std::string& token);

/// A row of the audit log about the house itself.
ledger::Entry house_entry(const std::string& act, const std::string& actor, const std::string& role);

} // namespace openimr::server
