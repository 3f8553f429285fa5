#include "vault/request_signature.h"

#include "base/hash.h"

#include <gtest/gtest.h>

namespace openimr::vault {
namespace {

const std::string empty = sha256_hex("");

// Amazon S3, API reference, "Signature Calculations for the Authorization Header": examples with examplebucket.
Request example(const std::string& method, const std::string& path) {
  return {
      method,
      path,
      {},
      {{"host", "examplebucket.s3.amazonaws.com"}, {"x-amz-content-sha256", empty}, {"x-amz-date", "20130524T000000Z"}},
      empty};
}

std::string signed_by_example(const Request& request) {
  return signature_of(request, {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"},
                      "20130524T000000Z");
}

TEST(RequestSignature, AmazonsS3Examples) {
  Request get = example("GET", "/test.txt");
  get.headers["range"] = "bytes=0-9";
  EXPECT_EQ(sha256_hex(canonical_request(get)), "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972");
  EXPECT_EQ(signed_by_example(get), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

  Request put = example("PUT", "/" + uri_encoded("test$file.text", true));
  put.headers["date"] = "Fri, 24 May 2013 00:00:00 GMT";
  put.headers["x-amz-storage-class"] = "REDUCED_REDUNDANCY";
  put.payload_hash = put.headers["x-amz-content-sha256"] = sha256_hex("Welcome to Amazon S3.");
  EXPECT_EQ(signed_by_example(put), "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

  Request lifecycle = example("GET", "/");
  lifecycle.query = {{"lifecycle", ""}};
  EXPECT_EQ(signed_by_example(lifecycle), "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

  Request list = example("GET", "/");
  list.query = {{"prefix", "J"}, {"max-keys", "2"}};
  EXPECT_EQ(signed_by_example(list), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

// The published test suite of Signature Version 4 (aws-sig-v4-test-suite): get-vanilla and its neighbours.
TEST(RequestSignature, TheTestSuite) {
  const Credentials who{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service"};
  const std::string at = "20150830T123600Z";
  Request vanilla{"GET", "/", {}, {{"host", "example.amazonaws.com"}, {"x-amz-date", at}}, empty};
  EXPECT_EQ(
      authorization(vanilla, who, at),
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,SignedHeaders=host;x-amz-date,"
      "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  Request post = vanilla;
  post.method = "POST";
  EXPECT_EQ(signature_of(post, who, at), "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  Request ordered = vanilla; // get-vanilla-query-order-key-case
  ordered.query = {{"Param2", "value2"}, {"Param1", "value1"}};
  EXPECT_EQ(signature_of(ordered, who, at), "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  Request spaced = vanilla; // get-header-value-trim
  spaced.headers["my-header1"] = " value1";
  spaced.headers["my-header2"] = " \"a   b   c\"";
  EXPECT_EQ(signature_of(spaced, who, at), "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
}

TEST(RequestSignature, EncodingAndOrder) {
  EXPECT_EQ(uri_encoded("a/b c~é", true), "a/b%20c~%C3%A9");
  EXPECT_EQ(uri_encoded("a/b", false), "a%2Fb");
  EXPECT_EQ(query_text({{"b", "2 3"}, {"a", "/"}}), "a=%2F&b=2%203");
}

TEST(RequestSignature, EveryPartCounts) {
  const Credentials who{"A", "S", "r"};
  const Request request{"GET", "/x", {{"a", "1"}}, {{"host", "h"}, {"x-amz-date", "20200101T000000Z"}}, empty};
  const std::string signature = signature_of(request, who, "20200101T000000Z");
  Request other = request;
  other.method = "PUT";
  EXPECT_NE(signature_of(other, who, "20200101T000000Z"), signature);
  other = request;
  other.path = "/y";
  EXPECT_NE(signature_of(other, who, "20200101T000000Z"), signature);
  other = request;
  other.query["a"] = "2";
  EXPECT_NE(signature_of(other, who, "20200101T000000Z"), signature);
  other = request;
  other.headers["host"] = "i";
  EXPECT_NE(signature_of(other, who, "20200101T000000Z"), signature);
  other = request;
  other.payload_hash = sha256_hex("x");
  EXPECT_NE(signature_of(other, who, "20200101T000000Z"), signature);
  EXPECT_NE(signature_of(request, {"A", "T", "r"}, "20200101T000000Z"), signature);
  EXPECT_NE(signature_of(request, who, "20200102T000000Z"), signature);
}

} // namespace
} // namespace openimr::vault
