// Signing in, sessions, and leave that was taken: who stands at the desk.
#include "base/hash.h"
#include "desk/account_book.h"
#include "desk/enter_by.h"
#include "desk/office.h"
#include "text/data_file.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::desk {
namespace {

constexpr const char* session_kind = "session"; // id: hash of the token
constexpr std::int64_t seen_again = 60;         ///< seconds before a session's last sight is written anew

Error not_let_in(const std::string& account) {
  return {ErrorKind::Refused, account, "another account, password or code, or a locked account", "all three right",
          "wait for the next code, or ask an administrator"};
}

Error ended() { return {ErrorKind::Refused, "session", "one that has ended", "a session of now", "sign in again"}; }

std::int64_t whole(const text::Value& value) { return std::strtoll(value.string("0").c_str(), nullptr, 10); }

/// A session as it is kept; `mark` changes with the account's password.
struct KeptSession {
  people::Session session;
  std::string mark;
  std::int64_t version = 0;
};

std::string mark_of(const people::Account& account) { return sha256_hex(account.password_hash).substr(0, 16); }

store::RecordChange change_of(const KeptSession& kept) {
  return {session_kind, kept.session.token_hash,
          fmt::format("{{account: \"{}\", started: {}, last_seen: {}, mark: \"{}\"}}\n", kept.session.account,
                      kept.session.started, kept.session.last_seen, kept.mark),
          kept.version};
}

Result<KeptSession> read_session(const store::RecordRow& row) {
  auto file = text::DataFile::parse("session", row.body);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  KeptSession kept{{row.id, root.required("account").string(), whole(root["started"]), whole(root["last_seen"])},
                   root["mark"].string(),
                   row.version};
  if (!reader.problems().empty()) return reader.as_error();
  return kept;
}

/// Sessions that have ended, of a few that stand behind this one in the order of their hashes: each sign-in takes its
/// part, so that those who never sign out leave no rows, and none waits for a sweep of all.
Result<std::vector<store::RecordChange>> ended_near(store::Store& store, const std::string& token_hash,
                                                    std::int64_t now) {
  constexpr int looked_at = 20;
  auto rows = store.records(session_kind, token_hash, looked_at);
  if (!rows) return rows.error();
  if (static_cast<int>(rows->size()) < looked_at) { // round to the first ones
    auto first = store.records(session_kind, "", looked_at - static_cast<int>(rows->size()));
    if (!first) return first.error();
    for (auto& row : *first)
      if (std::none_of(rows->begin(), rows->end(), [&](const auto& one) { return one.id == row.id; }))
        rows->push_back(std::move(row));
  }
  std::vector<store::RecordChange> gone;
  for (const auto& row : *rows) {
    auto kept = read_session(row);
    if (kept && people::has_ended(kept->session, now)) gone.push_back({session_kind, row.id, "", row.version, true});
  }
  return gone;
}

void chance(unsigned char* into, std::size_t size) { randombytes_buf(into, size); }

} // namespace

Result<Caller> Office::sign_in(const std::string& account, const std::string& password, const std::string& code) {
  if (!has_accounts())
    return Error{ErrorKind::Input, "accounts", "no account book", "--accounts FILE or OPENIMR_ACCOUNTS",
                 "make accounts with openimr people add"};
  auto book = accounts();
  if (!book) return book.error();
  const auto found = book->find(account);
  auto tried = places_.accounts == places_.store
                   ? try_sign_in(*store_, account, password, code, wall_().utc_seconds)
                   : try_sign_in(places_.accounts, account, password, code, wall_().utc_seconds);
  if (!tried) return tried.error();
  // What nobody's account is called may hold anything; the log keeps ids of the book only.
  Caller caller(found == book->end() ? "unknown" : account,
                found == book->end() ? std::set<std::string>{} : found->second.roles, true);
  auto row = entry(caller, tried->is_in ? "signed_in" : "sign_in_failed", "");
  row.details["how"] = tried->log;
  if (auto written = write(std::move(row)); !written) return written.error();
  if (!tried->is_in) return not_let_in(account);
  return caller;
}

Result<Entered> Office::enter(const std::string& account, const std::string& password, const std::string& code) {
  auto caller = sign_in(account, password, code);
  if (!caller) return caller.error();
  auto book = accounts();
  if (!book) return book.error();
  const people::Account& person = (*book)[account];
  auto fresh = people::start_session(person, wall_().utc_seconds, chance);
  auto kept = store_->commit({.records = {change_of({fresh.session, mark_of(person), 0})}});
  if (!kept) return kept.error();
  auto gone = ended_near(*store_, fresh.session.token_hash, wall_().utc_seconds);
  if (!gone) return gone.error();
  if (!gone->empty()) // of two who take the same rows one finds them gone, which is as good
    if (auto swept = store_->commit({.records = std::move(*gone)}); !swept) return swept.error();
  return Entered{std::move(*caller), std::move(fresh.token)};
}

Result<Caller> Office::resume(const std::string& token) {
  auto row = store_->record(session_kind, sha256_hex(token));
  if (!row) return row.error();
  if (!*row || !has_accounts()) return ended();
  auto kept = read_session(**row);
  if (!kept) return kept.error();
  const std::int64_t now_is = wall_().utc_seconds;
  if (!people::is_session_of(kept->session, token, now_is)) return ended();
  auto book = accounts();
  if (!book) return book.error();
  const auto person = book->find(kept->session.account);
  if (person == book->end() || !person->second.is_active || mark_of(person->second) != kept->mark) return ended();
  if (now_is >= kept->session.last_seen + seen_again) {
    kept->session.last_seen = now_is;
    // Another request of the same session may have written it just now: that is as good.
    if (auto written = store_->commit({.records = {change_of(*kept)}}); !written) return written.error();
  }
  return Caller(kept->session.account, person->second.roles, true);
}

Result<Entered> enter_by(Office& office, const std::string& account_book, const std::string& account,
                         const std::string& by) {
  auto book = open_accounts(account_book);
  if (!book) return book.error();
  const auto person = book->find(account);
  if (person == book->end() || !person->second.is_active) return not_let_in(account);
  auto fresh = people::start_session(person->second, now().utc_seconds, chance);
  auto kept = office.store().commit({.records = {change_of({fresh.session, mark_of(person->second), 0})}});
  if (!kept) return kept.error();
  auto caller = office.resume(fresh.token);
  if (!caller) return caller.error();
  auto row = office.log_row(*caller, {account, "", "signed_in"}, "signed_in", "");
  row.details["how"] = "openid_connect " + by;
  if (auto written = office.store().commit({.entries = {std::move(row)}}); !written) return written.error();
  return Entered{std::move(*caller), std::move(fresh.token)};
}

Result<Done> Office::end_session(const std::string& token) {
  auto row = store_->record(session_kind, sha256_hex(token));
  if (!row) return row.error();
  if (!*row) return Done{};
  auto kept = read_session(**row);
  if (!kept) return kept.error();
  const Caller caller(kept->session.account, {}, true);
  auto over = change_of(*kept);
  over.is_gone = true;
  auto done = store_->commit({.records = {std::move(over)}, .entries = {entry(caller, "signed_out", "")}});
  if (!done) return done.error();
  if (done->answer == store::Answer::Conflict) return end_session(token); // seen at the same moment
  return Done{};
}

} // namespace openimr::desk
