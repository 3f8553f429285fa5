#include "server/oidc.h"

#include "base/files.h"
#include "server/json_web_token.h"
#include "text/data_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <sodium.h>

namespace openimr::server {
namespace {

namespace json = boost::json;

constexpr std::size_t most_answer = std::size_t{1} << 20;

Error refused(const std::string& found, const std::string& expected) {
  return {ErrorKind::Refused, "sign-in over OpenID Connect", found, expected, "sign in again"};
}
Error faulty(const std::string& where, const std::string& found, const std::string& expected) {
  return {ErrorKind::Refused, where, found, expected, "tell the administrator"};
}

/// https, or http of this machine.
bool is_safe(const std::string& url) {
  for (const char* local :
       {"http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://localhost/", "http://[::1]"})
    if (url.starts_with(local)) return true;
  return url.starts_with("https://") && url.size() > 9;
}

std::string random_text() {
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  return to_base64url({reinterpret_cast<char*>(bytes), sizeof bytes});
}

/// For a query or a form (RFC 3986, 2.3).
std::string escaped(std::string_view words) {
  std::string text;
  for (const unsigned char c : words)
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
        c == '_' || c == '~')
      text += static_cast<char>(c);
    else
      text += fmt::format("%{:02X}", c);
  return text;
}

std::string form_of(std::initializer_list<std::pair<const char*, std::string>> fields) {
  std::string text;
  for (const auto& [name, value] : fields)
    text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, escaped(value));
  return text;
}

std::string challenge_of(const std::string& verifier) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
  return to_base64url({reinterpret_cast<char*>(hash), sizeof hash});
}

Result<json::object> object_of(const std::string& where, const Result<std::string>& answer) {
  if (!answer) return answer.error();
  json::error_code error;
  auto value = json::parse(*answer, error);
  if (error || !value.is_object()) return faulty(where, "no JSON object", "what OpenID Connect says");
  return std::move(value.as_object());
}

std::string text(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(json::string_view(name.data(), name.size()));
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::string small(std::string words) {
  std::transform(words.begin(), words.end(), words.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  return words;
}

std::size_t receive(char* bytes, std::size_t one, std::size_t count, void* into) {
  auto& answer = *static_cast<std::string*>(into);
  if (answer.size() + one * count > most_answer) return 0;
  answer.append(bytes, one * count);
  return one * count;
}

} // namespace

Result<std::string> fetch_from_web(const WebQuestion& question) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) return faulty(question.url, "no connection", "an answer");
  std::string answer;
  CURL* one = curl.get();
  curl_easy_setopt(one, CURLOPT_URL, question.url.c_str());
  curl_easy_setopt(one, CURLOPT_PROTOCOLS_STR, question.url.starts_with("https:") ? "https" : "http");
  curl_easy_setopt(one, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(one, CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(one, CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(one, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(one, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(one, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(one, CURLOPT_USERAGENT, "openimr");
  if (!question.form.empty()) curl_easy_setopt(one, CURLOPT_COPYPOSTFIELDS, question.form.c_str());
  if (!question.user.empty()) {
    curl_easy_setopt(one, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(one, CURLOPT_USERNAME, question.user.c_str());
    curl_easy_setopt(one, CURLOPT_PASSWORD, question.password.c_str());
  }
  const CURLcode code = curl_easy_perform(one);
  long status = 0;
  curl_easy_getinfo(one, CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK) return faulty(question.url, curl_easy_strerror(code), "an answer");
  if (status != 200) return faulty(question.url, fmt::format("status {}", status), "status 200");
  return answer;
}

Result<OidcSettings> read_oidc_settings(const std::string& path) {
  auto bytes = read_file(path, most_answer);
  if (!bytes) return bytes.error();
  auto file = text::DataFile::parse(path, *bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  root.only({"schema", "name", "issuer", "client_id", "client_secret_file", "redirect", "accounts"});
  OidcSettings settings{root["name"].string("OpenID Connect"),
                        root.required("issuer").string(),
                        root.required("client_id").string(),
                        root.required("redirect").string(),
                        {},
                        {}};
  for (const auto& one : root.required("accounts").list()) {
    one.only({"subject", "email", "account"});
    settings.people.push_back(
        {one["subject"].string(), small(one["email"].string()), one.required("account").string()});
    if (settings.people.back().subject.empty() == settings.people.back().email.empty())
      one.problem("both, or neither, of subject and email", "one of them", "name whom the issuer means");
  }
  for (const auto& [key, url] : {std::pair{"issuer", settings.issuer}, {"redirect", settings.redirect}})
    if (!url.empty() && !is_safe(url)) root[key].problem(url, "an https address", "http is for this machine only");
  const std::string secret_file = root["client_secret_file"].string();
  if (!reader.problems().empty()) return reader.as_error();
  if (!secret_file.empty()) {
    auto secret = read_file(secret_file, 4096);
    if (!secret) return secret.error();
    settings.secret = secret->substr(0, secret->find_last_not_of(" \r\n") + 1);
  }
  return settings;
}

Oidc::Oidc(OidcSettings settings, Fetch fetch, std::function<std::int64_t()> now)
    : settings_(std::move(settings)), fetch_(std::move(fetch)), now_(std::move(now)) {
  if (!now_)
    now_ = [] {
      return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
    };
}

Result<Oidc::Provider> Oidc::provider() {
  {
    const std::lock_guard lock(mutex_);
    if (provider_ && now_() < provider_->read + keys_seconds) return *provider_;
  }
  const std::string base =
      settings_.issuer.ends_with('/') ? settings_.issuer.substr(0, settings_.issuer.size() - 1) : settings_.issuer;
  const std::string where = base + "/.well-known/openid-configuration";
  auto told = object_of(where, fetch_({where, {}, {}, {}}));
  if (!told) return told.error();
  if (text(*told, "issuer") != settings_.issuer) return faulty(where, "another issuer", settings_.issuer);
  Provider at{text(*told, "authorization_endpoint"), text(*told, "token_endpoint"), text(*told, "jwks_uri"), now_()};
  for (const std::string& url : {at.authorize, at.token, at.keys})
    if (!is_safe(url)) return faulty(where, "an address that is not https", "https addresses");
  const std::lock_guard lock(mutex_);
  provider_ = at;
  return at;
}

Result<json::object> Oidc::keys(const Provider& at, bool is_fresh) {
  {
    const std::lock_guard lock(mutex_);
    const auto age = now_() - keys_read_;
    if (keys_ && age < (is_fresh ? least_between_keys : keys_seconds)) return *keys_;
  }
  auto told = object_of(at.keys, fetch_({at.keys, {}, {}, {}}));
  if (!told) return told.error();
  const std::lock_guard lock(mutex_);
  keys_ = *told;
  keys_read_ = now_();
  return *told;
}

/// A key that is not known yet is asked for once more: issuers change theirs.
Result<json::object> Oidc::claims_of(const Provider& at, const std::string& token) {
  auto known = keys(at, false);
  if (!known) return known.error();
  auto claims = verified_claims(token, *known);
  if (claims || claims.error().found != "an unknown key") return claims;
  auto fresh = keys(at, true);
  return fresh ? verified_claims(token, *fresh) : fresh.error();
}

Result<Oidc::Begun> Oidc::begin() {
  auto at = provider();
  if (!at) return at.error();
  const std::string ticket = random_text();
  Waiting one{random_text(), random_text(), random_text(), now_() + ticket_seconds};
  const std::string question = form_of({{"response_type", "code"},
                                        {"client_id", settings_.client},
                                        {"redirect_uri", settings_.redirect},
                                        {"scope", "openid email"},
                                        {"state", one.state},
                                        {"nonce", one.nonce},
                                        {"code_challenge", challenge_of(one.verifier)},
                                        {"code_challenge_method", "S256"}});
  const std::lock_guard lock(mutex_);
  std::erase_if(waiting_, [&](const auto& each) { return each.second.until < now_(); });
  if (waiting_.size() >= most_waiting) return refused("too many sign-ins at once", "fewer");
  waiting_[ticket] = std::move(one);
  return Begun{at->authorize + (at->authorize.find('?') == std::string::npos ? "?" : "&") + question, ticket};
}

std::optional<Oidc::Waiting> Oidc::take(const std::string& ticket) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(ticket);
  if (found == waiting_.end()) return std::nullopt;
  Waiting one = std::move(found->second);
  waiting_.erase(found);
  return one.until >= now_() ? std::optional(std::move(one)) : std::nullopt;
}

Result<std::string> Oidc::finish(const std::string& ticket, const std::string& state, const std::string& code) {
  const auto waiting = take(ticket);
  if (!waiting) return refused("a sign-in that was not begun here, or too long ago", "one of this browser");
  if (state.empty() || state != waiting->state) return refused("another state", "the state of this sign-in");
  if (code.empty()) return refused("no code", "the issuer's code");
  auto at = provider();
  if (!at) return at.error();
  WebQuestion question{at->token,
                       form_of({{"grant_type", "authorization_code"},
                                {"code", code},
                                {"redirect_uri", settings_.redirect},
                                {"client_id", settings_.client},
                                {"code_verifier", waiting->verifier}}),
                       {},
                       {}};
  if (!settings_.secret.empty()) {
    question.user = escaped(settings_.client);
    question.password = escaped(settings_.secret);
  }
  auto told = object_of(at->token, fetch_(question));
  if (!told) return told.error();
  auto claims = claims_of(*at, text(*told, "id_token"));
  if (!claims) return claims.error();
  auto subject = subject_of(*claims, {settings_.issuer, settings_.client, waiting->nonce, now_()});
  if (!subject) return subject.error();
  return account_of(*claims, *subject);
}

/// By subject; by e-mail only where the issuer says that it verified it.
Result<std::string> Oidc::account_of(const json::object& claims, const std::string& subject) const {
  const auto* verified = claims.if_contains("email_verified");
  const bool is_verified = verified && verified->is_bool() && verified->as_bool();
  const std::string email = is_verified ? small(text(claims, "email")) : "";
  for (const OidcPerson& one : settings_.people)
    if ((!one.subject.empty() && one.subject == subject) || (!one.email.empty() && one.email == email))
      return one.account;
  return refused("a person without an account here", "somebody whom the administrator has entered");
}

} // namespace openimr::server
