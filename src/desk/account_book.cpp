#include "desk/account_book.h"

#include "base/files.h"
#include "desk/open_log.h"
#include "determination/signing.h"
#include "people/one_time_code.h"
#include "people/sealed_signing_key.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::desk {
namespace {

Error cannot(const std::string& book) {
  return {ErrorKind::Storage, book, std::strerror(errno), "a file that can be written",
          "look at the folder and its rights"};
}

constexpr const char* book_kind = "account_book"; // id: book_id
constexpr const char* book_id = "accounts";
using Accounts = std::map<std::string, people::Account>;

/// The book with the version that the store keeps.
Result<std::pair<Accounts, std::int64_t>> read_kept(store::Store& store) {
  auto row = store.record(book_kind, book_id);
  if (!row) return row.error();
  if (!*row) return std::pair(Accounts{}, std::int64_t{0});
  auto accounts = people::read_accounts("account book of " + store.name(), (*row)->body);
  if (!accounts) return accounts.error();
  return std::pair(std::move(*accounts), (*row)->version);
}

/// Somebody who was faster is waited for: the change is made again on what that one left.
template <class T> Result<T> change(store::Store& store, const std::function<Result<T>(Accounts&)>& how) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    auto kept = read_kept(store);
    if (!kept) return kept.error();
    auto answer = how(kept->first);
    if (!answer) return answer;
    auto done = store.commit({.records = {{book_kind, book_id, people::write_accounts(kept->first), kept->second}}});
    if (!done) return done.error();
    if (done->answer == store::Answer::Written) return answer;
  }
  return Error{ErrorKind::Storage, store.name(), "others who changed the account book at the same time", "one",
               "try again"};
}

/// Reads, changes and writes the book while nobody else does.
template <class T> Result<T> change(const std::string& book, const std::function<Result<T>(Accounts&)>& how) {
  if (is_store(book)) {
    auto store = store::open_store(book);
    return store ? change<T>(*store, how) : Result<T>(store.error());
  }
  const int lock = ::open((book + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0 || ::flock(lock, LOCK_EX) != 0) return cannot(book);
  const auto end = [&](Result<T> answer) {
    ::close(lock);
    return answer;
  };
  auto accounts = open_accounts(book);
  if (!accounts) return end(accounts.error());
  auto answer = how(*accounts);
  if (!answer) return end(answer.error());
  const mode_t before = ::umask(0077);
  const std::string beside = book + ".new";
  auto written = write_file(beside, people::write_accounts(*accounts));
  ::umask(before);
  if (!written) return end(written.error());
  if (::chmod(beside.c_str(), 0600) != 0 || ::rename(beside.c_str(), book.c_str()) != 0) return end(cannot(book));
  return end(std::move(answer));
}

bool is_word(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

} // namespace

Result<Accounts> open_accounts(store::Store& store) {
  auto kept = read_kept(store);
  if (!kept) return kept.error();
  return std::move(kept->first);
}

Result<Accounts> open_accounts(const std::string& book) {
  if (is_store(book)) {
    auto store = store::open_store(book);
    if (!store) return store.error();
    return open_accounts(*store);
  }
  auto bytes = read_file(book, std::size_t{64} << 20);
  if (!bytes && bytes.error().kind == ErrorKind::NotFound) return std::map<std::string, people::Account>{};
  if (!bytes) return bytes.error();
  return people::read_accounts(book, *bytes);
}

Result<std::string> add_account(const std::string& book, const people::Permissions& permissions,
                                const NewAccount& fresh, const std::string& issuer) {
  if (!is_word(fresh.id))
    return Error{ErrorKind::Input, "account", "\"" + fresh.id + "\"", "letters, digits, '-', '_' and '.'",
                 "choose another id"};
  if (auto checked = permissions.check_roles(fresh.roles); !checked) return checked.error();
  return change<std::string>(book, [&](auto& accounts) -> Result<std::string> {
    people::Account account;
    account.id = fresh.id;
    account.name = fresh.name;
    account.roles = fresh.roles;
    auto hash = people::hash_password(account, fresh.password);
    if (!hash) return hash.error();
    account.password_hash = std::move(*hash);
    account.code_secret.resize(20);
    randombytes_buf(account.code_secret.data(), account.code_secret.size());
    accounts[fresh.id] = account;
    return people::enrolment_uri(issuer, account.id, account.code_secret);
  });
}

namespace {

auto signing_in(const std::string& id, const std::string& password, const std::string& code, std::int64_t now) {
  return [&id, &password, &code, now](Accounts& accounts) -> Result<people::SignIn> {
    const auto account = accounts.find(id);
    return people::sign_in(account == accounts.end() ? nullptr : &account->second, password, code, now);
  };
}

} // namespace

Result<people::SignIn> try_sign_in(const std::string& book, const std::string& id, const std::string& password,
                                   const std::string& code, std::int64_t now) {
  return change<people::SignIn>(book, signing_in(id, password, code, now));
}

Result<people::SignIn> try_sign_in(store::Store& store, const std::string& id, const std::string& password,
                                   const std::string& code, std::int64_t now) {
  return change<people::SignIn>(store, signing_in(id, password, code, now));
}

Result<std::string> make_signing_key(const std::string& book, const std::string& id, const std::string& password) {
  return change<std::string>(book, [&](auto& accounts) -> Result<std::string> {
    const auto account = accounts.find(id);
    const bool is_right =
        account != accounts.end() && account->second.is_active &&
        crypto_pwhash_str_verify(account->second.password_hash.c_str(), password.data(), password.size()) == 0;
    if (!is_right)
      return Error{ErrorKind::Refused, id, "another account or password", "an open account and its password",
                   "see `openimr people list`"};
    std::string seed(32, '\0');
    randombytes_buf(seed.data(), seed.size());
    auto sealed = people::seal_signing_key(seed, password,
                                           [](unsigned char* into, std::size_t size) { randombytes_buf(into, size); });
    account->second.public_key = determination::SigningKey::from_seed(seed).public_key();
    sodium_memzero(seed.data(), seed.size());
    if (!sealed) return sealed.error();
    account->second.sealed_key = std::move(*sealed);
    return account->second.public_key;
  });
}

Result<Done> set_active(const std::string& book, const std::string& id, bool is_active) {
  return change<Done>(book, [&](auto& accounts) -> Result<Done> {
    const auto account = accounts.find(id);
    if (account == accounts.end())
      return Error{ErrorKind::NotFound, book, "no account " + id, "an account of this book",
                   "see `openimr people list`"};
    const auto keeps_accounts = [](const auto& one) {
      return one.second.is_active && one.second.roles.contains("administrator");
    };
    if (!is_active && keeps_accounts(*account) && std::count_if(accounts.begin(), accounts.end(), keeps_accounts) == 1)
      return Error{ErrorKind::Refused, book, "the last administrator", "one at least who keeps the accounts",
                   "make another administrator first"};
    account->second.is_active = is_active;
    if (is_active) account->second.failures = 0;
    if (is_active) account->second.locked_until = 0;
    return Done{};
  });
}

} // namespace openimr::desk
