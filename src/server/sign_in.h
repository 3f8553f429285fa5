// Sessions over HTTP: a cookie that says nothing; the office knows whose it is, so that every process of the house
// knows, and signing out counts everywhere at once.
#pragma once

#include "server/call.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace openimr::server {

constexpr std::string_view session_cookie = "openimr_session";
constexpr std::int64_t session_idle_seconds = 30 * 60; ///< people/account.h ends a session after it

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

/// Sessions that this process has let in a short while ago: so that a made-up cookie counts by its address when
/// requests are counted, and only a true one by itself.
class KnownSessions {
public:
  void keep(const std::string& token);
  bool knows(std::string_view token);

private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most = 20'000;
  static constexpr std::chrono::minutes for_as_long{10};
  std::mutex mutex_;
  std::map<std::string, Clock::time_point, std::less<>> known_; ///< token -> when it was let in last
};

/// The cookie of a session: HttpOnly, SameSite=Strict, Secure under TLS. is_over: takes it away.
std::string session_line(const std::string& token, bool is_secure, bool is_over);

/// Who the request's cookie belongs to; empty when nobody, or the session has ended. Error (Storage) when nobody can
/// tell, because the store does not answer.
Result<std::optional<SignedIn>> signed_in(Workplace& here, const Request& request);

/// What changing requests carry in X-CSRF-Token.
std::string csrf_of(const std::string& token);

/// In a demonstration the code is taken from the account itself, so that nobody needs an authenticator program.
std::string demonstration_code(House& house, const std::string& account);

/// 429 for attempts to sign in.
Response too_often(int wait_seconds);

} // namespace openimr::server
