// Tokens against keys that are made here: what one signs holds, and not a bit of it may change.
#include "server/json_web_token.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace openimr::server {
namespace {

namespace json = boost::json;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key rsa(unsigned bits) { return {EVP_RSA_gen(bits), EVP_PKEY_free}; }

std::string number(EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &value), 1);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
  BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(value);
  return bytes;
}

json::object keys_of(EVP_PKEY* key) {
  return {{"keys", json::array{json::object{{"kty", "RSA"},
                                            {"kid", "one"},
                                            {"n", to_base64url(number(key, OSSL_PKEY_PARAM_RSA_N))},
                                            {"e", to_base64url(number(key, OSSL_PKEY_PARAM_RSA_E))}}}}};
}

std::string token_of(EVP_PKEY* key, const std::string& head, const std::string& claims) {
  const std::string words = to_base64url(head) + "." + to_base64url(claims);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(words.data());
  EVP_DigestSign(context.get(), nullptr, &size, bytes, words.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, words.size());
  return words + "." + to_base64url(signature);
}

constexpr const char* head = R"({"alg":"RS256","kid":"one"})";

TEST(JsonWebTokenTest, HoldsAsItWasSignedAndNotOtherwise) {
  const Key key = rsa(2048);
  const auto keys = keys_of(key.get());
  const std::string token = token_of(key.get(), head, R"({"sub":"x"})");
  const auto claims = verified_claims(token, keys);
  ASSERT_TRUE(claims) << claims.error().message();
  EXPECT_EQ(claims->at("sub").as_string(), "x");
  for (std::size_t at = 0; at < token.size(); ++at)
    for (const char other : {'A', '.', '_'}) {
      std::string changed = token;
      if (changed[at] == other) continue;
      changed[at] = other;
      EXPECT_FALSE(verified_claims(changed, keys)) << at << " " << other;
    }
  EXPECT_EQ(verified_claims(token, keys_of(rsa(2048).get())).error().found, "a signature that does not hold");
  EXPECT_EQ(verified_claims(token, {{"keys", json::array{}}}).error().found, "an unknown key");
  EXPECT_EQ(verified_claims(token, {}).error().found, "an unknown key");
}

TEST(JsonWebTokenTest, ShortKeysAndOtherAlgorithmsAreNotTaken) {
  const Key small = rsa(1024), key = rsa(2048);
  EXPECT_FALSE(verified_claims(token_of(small.get(), head, "{}"), keys_of(small.get())));
  for (const char* other : {R"({"alg":"none","kid":"one"})", R"({"alg":"HS256","kid":"one"})", R"({"kid":"one"})", "[]",
                            R"({"alg":"RS256","kid":"one","crit":["exp"]})"})
    EXPECT_FALSE(verified_claims(token_of(key.get(), other, "{}"), keys_of(key.get()))) << other;
}

TEST(JsonWebTokenTest, Base64UrlIsStrictBothWays) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
  for (const char* wrong : {"A", "A=", "AA==", "A+", "A/", "A A", "AB", "\n", "AA\x93\x87"})
    EXPECT_FALSE(from_base64url(wrong)) << wrong;
}

} // namespace
} // namespace openimr::server
