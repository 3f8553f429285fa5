#include "server/sign_in.h"

#include "base/hash.h"
#include "desk/account_book.h"
#include "desk/open_log.h"

#include <sys/stat.h>

namespace openimr::server {

Result<std::map<std::string, people::Account>> Accounts::all() {
  if (desk::is_store(book_)) return desk::open_accounts(book_); // shared with other machines: no file tells of a change
  struct stat now {};
  if (::stat(book_.c_str(), &now) != 0) return std::map<std::string, people::Account>{};
  const std::int64_t changed = static_cast<std::int64_t>(now.st_mtim.tv_sec) * 1'000'000'000 + now.st_mtim.tv_nsec;
  const std::lock_guard lock(mutex_);
  if (changed == changed_ && now.st_size == size_) return known_;
  auto read = desk::open_accounts(book_);
  if (!read) return read.error();
  known_ = std::move(*read);
  changed_ = changed;
  size_ = now.st_size;
  return known_;
}

void KnownSessions::keep(const std::string& token) {
  const auto now = Clock::now();
  const std::lock_guard lock(mutex_);
  if (known_.size() >= most) std::erase_if(known_, [&](const auto& one) { return one.second + for_as_long < now; });
  if (known_.size() < most || known_.contains(token)) known_[token] = now;
}

bool KnownSessions::knows(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(token);
  return found != known_.end() && Clock::now() < found->second + for_as_long;
}

std::string session_line(const std::string& token, bool is_secure, bool is_over) {
  return std::string(session_cookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
         (is_secure ? "; Secure" : "") + (is_over ? "; Max-Age=0" : "");
}

std::string csrf_of(const std::string& token) { return sha256_hex("csrf " + token); }

Result<std::optional<SignedIn>> signed_in(Workplace& here, const Request& request) {
  std::string token(request.cookie(session_cookie));
  if (token.empty() || token.size() > 64) return std::optional<SignedIn>();
  auto caller = here.office->resume(token);
  if (!caller && caller.error().kind == ErrorKind::Storage) return caller.error();
  if (!caller) return std::optional<SignedIn>();
  return std::optional(SignedIn{std::move(*caller), std::move(token)});
}

} // namespace openimr::server
