#include "vault/request_signature.h"

#include "base/hash.h"

#include <algorithm>
#include <fmt/format.h>
#include <sodium.h>
#include <vector>

namespace openimr::vault {
namespace {

std::string hmac(std::string_view key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string value(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(value.data()));
  return value;
}

/// Without spaces at the ends, and with one space where there are several.
std::string trimmed(std::string_view value) {
  std::string text;
  for (char c : value)
    if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::string signed_headers(const Request& request) {
  std::string names;
  for (const auto& [name, value] : request.headers) names += (names.empty() ? "" : ";") + name;
  return names;
}

std::string scope_of(const Credentials& who, std::string_view at) {
  return fmt::format("{}/{}/{}/aws4_request", at.substr(0, 8), who.region, who.service);
}

} // namespace

std::string uri_encoded(std::string_view text, bool keeps_slash) {
  std::string encoded;
  for (char c : text) {
    const bool is_plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                          c == '.' || c == '_' || c == '~' || (c == '/' && keeps_slash);
    if (is_plain)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

std::string query_text(const std::map<std::string, std::string>& query) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const auto& [name, value] : query) encoded.emplace_back(uri_encoded(name, false), uri_encoded(value, false));
  std::sort(encoded.begin(), encoded.end());
  std::string text;
  for (const auto& [name, value] : encoded) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

std::string canonical_request(const Request& request) {
  std::string headers;
  for (const auto& [name, value] : request.headers) headers += name + ":" + trimmed(value) + "\n";
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path, query_text(request.query), headers,
                     signed_headers(request), request.payload_hash);
}

std::string string_to_sign(const Request& request, const Credentials& who, std::string_view at) {
  return fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", at, scope_of(who, at), sha256_hex(canonical_request(request)));
}

std::string signature_of(const Request& request, const Credentials& who, std::string_view at) {
  std::string key = "AWS4" + who.secret_key;
  for (const std::string_view part :
       {at.substr(0, 8), std::string_view(who.region), std::string_view(who.service), std::string_view("aws4_request")})
    key = hmac(key, part);
  return to_hex(hmac(key, string_to_sign(request, who, at)));
}

std::string authorization(const Request& request, const Credentials& who, std::string_view at) {
  return fmt::format("AWS4-HMAC-SHA256 Credential={}/{},SignedHeaders={},Signature={}", who.access_key,
                     scope_of(who, at), signed_headers(request), signature_of(request, who, at));
}

} // namespace openimr::vault
