#include "server/json_web_token.h"

#include <boost/json.hpp>
#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <vector>

namespace openimr::server {
namespace {

namespace json = boost::json;

constexpr std::size_t most_token = 16 * 1024, least_rsa_bits = 2048, half_of_p256 = 32;
constexpr std::int64_t leeway = 120;

template <auto free> struct Freer {
  template <class T> void operator()(T* one) const { free(one); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;

Error refused(const std::string& found, const std::string& expected) {
  return {ErrorKind::Refused, "ID token", found, expected, "sign in again, or tell the administrator"};
}

std::string text(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(json::string_view(name.data(), name.size()));
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::optional<std::int64_t> whole(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(json::string_view(name.data(), name.size()));
  if (!found) return std::nullopt;
  if (found->is_int64()) return found->as_int64();
  if (found->is_double() && found->as_double() > -1e15 && found->as_double() < 1e15)
    return static_cast<std::int64_t>(found->as_double());
  return std::nullopt;
}

Key key_from(const char* type, OSSL_PARAM_BLD* build) {
  const std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(build));
  const std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>> context(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return Key(key);
}

Number number_of(const std::string& bytes) {
  return Number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

Key rsa_key(const json::object& jwk) {
  const auto n = from_base64url(text(jwk, "n")), e = from_base64url(text(jwk, "e"));
  if (!n || !e || n->size() > 2048 || e->size() > 8) return nullptr;
  const Number modulus = number_of(*n), exponent = number_of(*e);
  const std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  if (!modulus || !exponent || !build || static_cast<std::size_t>(BN_num_bits(modulus.get())) < least_rsa_bits ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  return key_from("RSA", build.get());
}

Key ec_key(const json::object& jwk) {
  const auto x = from_base64url(text(jwk, "x")), y = from_base64url(text(jwk, "y"));
  if (text(jwk, "crv") != "P-256" || !x || !y || x->size() != half_of_p256 || y->size() != half_of_p256) return nullptr;
  const std::string point = "\x04" + *x + *y;
  const std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  if (!build || OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  return key_from("EC", build.get());
}

/// r and s side by side as OpenSSL wants them (X9.62); empty when they are not two halves.
std::string as_der(const std::string& raw) {
  if (raw.size() != 2 * half_of_p256) return "";
  const std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>> signature(ECDSA_SIG_new());
  Number r = number_of(raw.substr(0, half_of_p256)), s = number_of(raw.substr(half_of_p256));
  if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return "";
  (void)r.release(); // the signature's now
  (void)s.release();
  unsigned char* bytes = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &bytes);
  if (size <= 0) return "";
  std::string der(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

bool holds(EVP_PKEY* key, std::string_view words, const std::string& signature) {
  const std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  return key && context && !signature.empty() &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(words.data()), words.size()) == 1;
}

Result<json::object> object_in(std::string_view part) {
  const auto bytes = from_base64url(part);
  json::error_code error;
  json::value value;
  if (bytes) value = json::parse(*bytes, error);
  if (!bytes || error || !value.is_object()) return refused("a part that is no JSON object", "a JSON Web Token");
  return value.as_object();
}

/// Whether a key of the set may have signed: its kind, its use, its id.
bool is_meant(const json::object& jwk, std::string_view type, const std::string& kid) {
  const std::string use = text(jwk, "use");
  return text(jwk, "kty") == type && (use.empty() || use == "sig") && (kid.empty() || text(jwk, "kid") == kid);
}

bool is_for(const json::object& claims, const std::string& client) {
  const auto* audience = claims.if_contains("aud");
  if (!audience) return false;
  if (audience->is_string()) return audience->as_string() == client;
  if (!audience->is_array()) return false;
  bool is_named = false;
  for (const auto& one : audience->as_array()) is_named |= one.is_string() && one.as_string() == client;
  return is_named && (audience->as_array().size() == 1 || text(claims, "azp") == client);
}

} // namespace

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(size);
  if (to_base64url(bytes) != text) return std::nullopt; // libsodium 1.0.18 takes some bytes above 127 for digits
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    variant);
  text.pop_back(); // its NUL
  return text;
}

Result<json::object> verified_claims(std::string_view token, const json::object& keys) {
  const auto first = token.find('.'), second = first == token.npos ? first : token.find('.', first + 1);
  if (token.size() > most_token || second == token.npos || token.find('.', second + 1) != token.npos)
    return refused("no token of three parts", "a JSON Web Token");
  auto head = object_in(token.substr(0, first));
  if (!head) return head.error();
  const std::string algorithm = text(*head, "alg"), kid = text(*head, "kid");
  if ((algorithm != "RS256" && algorithm != "ES256") || head->if_contains("crit"))
    return refused("algorithm \"" + algorithm.substr(0, 40) + "\"", "RS256 or ES256");
  const auto signature = from_base64url(token.substr(second + 1));
  if (!signature) return refused("a signature that is no base64url", "a signature");
  const bool is_rsa = algorithm == "RS256";
  const auto* set = keys.if_contains("keys");
  bool is_known = false;
  if (set && set->is_array())
    for (const auto& one : set->as_array()) {
      if (!one.is_object() || !is_meant(one.as_object(), is_rsa ? "RSA" : "EC", kid)) continue;
      is_known = true;
      const Key key = is_rsa ? rsa_key(one.as_object()) : ec_key(one.as_object());
      if (holds(key.get(), token.substr(0, second), is_rsa ? *signature : as_der(*signature)))
        return object_in(token.substr(first + 1, second - first - 1));
    }
  return is_known ? refused("a signature that does not hold", "the issuer's signature")
                  : refused("an unknown key", "a key that the issuer publishes");
}

Result<std::string> subject_of(const json::object& claims, const TokenWanted& wanted) {
  if (text(claims, "iss") != wanted.issuer) return refused("another issuer", wanted.issuer);
  if (!is_for(claims, wanted.client)) return refused("another audience", "this client");
  const auto expires = whole(claims, "exp"), issued = whole(claims, "iat"), not_before = whole(claims, "nbf");
  if (!expires || *expires <= wanted.now - leeway) return refused("one that has ended, or says no end", "one of now");
  if (!issued || *issued > wanted.now + leeway || *issued < wanted.now - 24 * 3600)
    return refused("one of another time", "one of now");
  if (not_before && *not_before > wanted.now + leeway) return refused("one that does not hold yet", "one of now");
  if (wanted.nonce.empty() || text(claims, "nonce") != wanted.nonce)
    return refused("another nonce", "the nonce of this sign-in");
  const std::string subject = text(claims, "sub");
  if (subject.empty() || subject.size() > 255) return refused("no subject", "who signed in");
  return subject;
}

} // namespace openimr::server
