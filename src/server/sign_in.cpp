#include "server/sign_in.h"

#include "answers/to_json.h"
#include "base/hash.h"
#include "desk/account_book.h"
#include "desk/moment.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <sodium.h>
#include <sys/stat.h>

namespace openimr::server {
namespace {

namespace json = boost::json;
constexpr std::int64_t session_seconds = 12 * 60 * 60, idle_seconds = 30 * 60, write_after = 60;
constexpr const char* kind = "session";

std::string body_of(const people::Session& session, bool has_ended) {
  return json::serialize(json::object{{"account", session.account},
                                      {"started", session.started},
                                      {"last_seen", session.last_seen},
                                      {"ended", has_ended}});
}

struct Kept {
  people::Session session;
  std::int64_t version = 0;
  bool has_ended = true;
};

/// The record of a token; empty when there is none.
std::optional<Kept> kept(store::Store& store, const std::string& token_hash) {
  auto row = store.record(kind, token_hash);
  if (!row || !*row) return std::nullopt;
  json::error_code error;
  const auto value = json::parse((*row)->body, error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.as_object();
  Kept found;
  found.version = (*row)->version;
  found.session = {token_hash, json::value_to<std::string>(object.at("account")),
                   object.at("started").to_number<std::int64_t>(), object.at("last_seen").to_number<std::int64_t>()};
  found.has_ended = object.at("ended").as_bool();
  return found;
}

} // namespace

Result<std::map<std::string, people::Account>> Accounts::all() {
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

std::string csrf_of(const std::string& token) { return sha256_hex("csrf " + token); }

ledger::Entry house_entry(const std::string& act, const std::string& actor, const std::string& role) {
  ledger::Entry entry;
  entry.at = desk::utc_text(desk::now().utc_seconds);
  entry.local_date = entry.at.substr(0, 10);
  entry.actor = actor;
  entry.role = role;
  entry.act = act;
  return entry;
}

std::optional<SignedIn> signed_in(Workplace& here, House& house, const Request& request) {
  const std::string token(request.cookie(session_cookie));
  if (token.size() != 43) return std::nullopt;
  auto found = kept(*here.store, sha256_hex(token));
  const std::int64_t now = desk::now().utc_seconds;
  if (!found || found->has_ended || !people::is_session_of(found->session, token, now)) return std::nullopt;
  const auto accounts = house.accounts.all();
  if (!accounts) return std::nullopt;
  const auto account = accounts->find(found->session.account);
  if (account == accounts->end() || !account->second.is_active) return std::nullopt;
  if (now - found->session.last_seen > write_after) {
    found->session.last_seen = now;
    store::Batch batch;
    batch.records.push_back({kind, found->session.token_hash, body_of(found->session, false), found->version});
    (void)here.store->commit(batch); // another request of the same moment may have been faster
  }
  return SignedIn{
      account->first, account->second.name,  found->session.token_hash,
      csrf_of(token), account->second.roles, std::min(found->session.started + session_seconds, now + idle_seconds)};
}

Result<Begun> begin_session(Workplace& here, const people::Account& account) {
  const std::int64_t now = desk::now().utc_seconds;
  const auto fresh =
      people::start_session(account, now, [](unsigned char* into, std::size_t size) { randombytes_buf(into, size); });
  store::Batch batch;
  batch.records.push_back({kind, fresh.session.token_hash, body_of(fresh.session, false), 0});
  batch.entries.push_back(house_entry("signed_in", account.id, *account.roles.begin()));
  auto done = here.store->commit(batch);
  if (!done) return done.error();
  return Begun{
      fresh.token,
      {account.id, account.name, fresh.session.token_hash, csrf_of(fresh.token), account.roles, now + idle_seconds}};
}

Result<Done> end_session(Workplace& here, const SignedIn& who) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    auto found = kept(*here.store, who.token_hash);
    if (!found) return Done{};
    store::Batch batch;
    batch.records.push_back({kind, who.token_hash, body_of(found->session, true), found->version});
    batch.entries.push_back(house_entry("signed_out", who.account, *who.roles.begin()));
    auto done = here.store->commit(batch);
    if (!done) return done.error();
    if (done->answer == store::Answer::Written) return Done{};
  }
  return Error{ErrorKind::Storage, "session", "others who changed it", "a session that rests", "try again"};
}

} // namespace openimr::server
