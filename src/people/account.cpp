#include "people/account.h"

#include "base/encoding.h"
#include "base/hash.h"
#include "people/one_time_code.h"
#include "text/data_file.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::people {
namespace {

constexpr unsigned long long passes = 3;
constexpr std::size_t memory = std::size_t{64} << 20;
constexpr int failures_to_lock = 5;
constexpr std::int64_t first_lock = 15 * 60, longest_lock = 24 * 60 * 60;
constexpr std::int64_t session_length = 12 * 60 * 60, session_idle = 30 * 60;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  return text;
}

bool is_password(const std::string& hash, const std::string& password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

/// A hash that no password has, so that an unknown name takes as long as a known one.
constexpr const char* nobody =
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

void count_failure(Account& account, std::int64_t now) {
  if (++account.failures < failures_to_lock) return;
  std::int64_t lock = first_lock;
  for (int more = failures_to_lock; more < account.failures && lock < longest_lock; ++more) lock *= 2;
  account.locked_until = now + std::min(lock, longest_lock);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out + '"';
}

std::int64_t whole(const text::Value& value) {
  const std::string written = value.string("0");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc() || end != written.data() + written.size() || number < 0)
    value.problem("\"" + written + "\"", "a whole number", "correct the number");
  return number;
}

} // namespace

Result<std::string> hash_password(const Account& account, const std::string& password) {
  const auto refuse = [](const char* found) {
    return Error{ErrorKind::Input, "password", found, "12 to 256 characters without the account's id or name",
                 "choose another; four words that do not belong together are good"};
  };
  if (password.size() < 12) return refuse("fewer than 12 characters");
  if (password.size() > 256) return refuse("more than 256 characters");
  for (const std::string& part : {account.id, account.name})
    if (part.size() > 2 && lower(password).find(lower(part)) != std::string::npos)
      return refuse("the account's own id or name");
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), passes, memory) != 0)
    return Error{ErrorKind::Storage, "password", "not enough memory", "64 MiB", "free memory and try again"};
  hash.resize(std::char_traits<char>::length(hash.c_str()));
  return hash;
}

SignIn sign_in(Account* account, const std::string& password, const std::string& code, std::int64_t now) {
  const bool is_right =
      is_password(account && !account->password_hash.empty() ? account->password_hash : nobody, password);
  if (!account) return {false, "unknown"};
  if (!account->is_active) return {false, "closed"};
  if (now < account->locked_until) return {false, "locked"}; // also with the right password
  if (!is_right) {
    count_failure(*account, now);
    return {false, "wrong_password"};
  }
  if (account->code_secret.empty()) return {false, "no_code"};
  const auto step = step_of_code(account->code_secret, code, now, account->last_code);
  if (!step) {
    count_failure(*account, now);
    return {false, "wrong_code"};
  }
  account->last_code = *step;
  account->failures = 0;
  account->locked_until = 0;
  return {true, "signed_in"};
}

NewSession start_session(const Account& account, std::int64_t now, const Chance& chance) {
  std::string bytes(32, '\0');
  chance(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size());
  std::string token(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(token.data(), token.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  token.pop_back(); // the zero at its end
  sodium_memzero(bytes.data(), bytes.size());
  return {{sha256_hex(token), account.id, now, now}, token};
}

bool has_ended(const Session& session, std::int64_t now) {
  return now >= session.started + session_length || now >= session.last_seen + session_idle;
}

bool is_session_of(const Session& session, std::string_view token, std::int64_t now) {
  const std::string hash = sha256_hex(token);
  return session.token_hash.size() == hash.size() &&
         sodium_memcmp(hash.data(), session.token_hash.data(), hash.size()) == 0 && !has_ended(session, now);
}

Result<std::map<std::string, Account>> read_accounts(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "accounts"});
  std::map<std::string, Account> accounts;
  for (const text::Value& item : root["accounts"].list()) {
    item.only({"id", "name", "roles", "password_hash", "code_secret", "last_code", "failures", "locked_until",
               "is_active", "public_key", "sealed_key"});
    Account account;
    account.id = item.required("id").string();
    account.name = item["name"].string();
    for (const std::string& role : item.required("roles").strings()) account.roles.insert(role);
    account.password_hash = item["password_hash"].string();
    const auto secret = from_base64(item["code_secret"].string());
    if (!secret) item["code_secret"].problem("something else", "base64", "enrol the account again");
    account.code_secret = secret.value_or("");
    account.last_code = static_cast<std::uint64_t>(whole(item["last_code"]));
    account.failures = static_cast<int>(whole(item["failures"]));
    account.locked_until = whole(item["locked_until"]);
    account.is_active = item["is_active"].boolean(true);
    account.public_key = item["public_key"].string();
    const auto sealed = from_base64(item["sealed_key"].string());
    if (!sealed) item["sealed_key"].problem("something else", "base64", "make the signing key again");
    account.sealed_key = sealed.value_or("");
    const std::string id = account.id;
    if (!accounts.emplace(id, std::move(account)).second)
      item["id"].problem("\"" + id + "\"", "an id that is used once", "correct the id");
  }
  if (!reader.problems().empty()) return reader.as_error();
  return accounts;
}

std::string write_accounts(const std::map<std::string, Account>& accounts) {
  std::string text = accounts.empty() ? "schema: 1\naccounts: []\n" : "schema: 1\naccounts:\n";
  for (const auto& [id, account] : accounts) {
    std::string roles;
    for (const std::string& role : account.roles) roles += (roles.empty() ? "" : ", ") + role;
    text += fmt::format(
        "  - id: {}\n    name: {}\n    roles: [{}]\n    password_hash: {}\n    code_secret: {}\n    last_code: {}\n"
        "    failures: {}\n    locked_until: {}\n    is_active: {}\n",
        quoted(id), quoted(account.name), roles, quoted(account.password_hash), quoted(to_base64(account.code_secret)),
        account.last_code, account.failures, account.locked_until, account.is_active);
    if (!account.public_key.empty())
      text += fmt::format("    public_key: {}\n    sealed_key: {}\n", quoted(account.public_key),
                          quoted(to_base64(account.sealed_key)));
  }
  return text;
}

} // namespace openimr::people
