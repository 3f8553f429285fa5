// The signature of a request to an S3-compatible store: AWS Signature Version 4 (HMAC-SHA256), as Amazon documents it
// ("Authenticating Requests: Using the Authorization Header", "Create a signed AWS API request"). Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace openimr::vault {

struct Request {
  std::string method;                         ///< "GET"
  std::string path;                           ///< as sent, percent-encoded, begins with '/'
  std::map<std::string, std::string> query;   ///< names and values before encoding
  std::map<std::string, std::string> headers; ///< lower-case names; `host` and `x-amz-date` must be among them
  std::string payload_hash;                   ///< hexadecimal SHA-256 of the body
};

struct Credentials {
  std::string access_key, secret_key, region, service = "s3";
};

std::string canonical_request(const Request& request);
/// at: "20130524T000000Z", the same as the header x-amz-date.
std::string string_to_sign(const Request& request, const Credentials& who, std::string_view at);
/// Hexadecimal.
std::string signature_of(const Request& request, const Credentials& who, std::string_view at);
/// The value of the header Authorization.
std::string authorization(const Request& request, const Credentials& who, std::string_view at);

/// Percent-encoding as the signature wants it: all but A-Z a-z 0-9 - . _ ~; '/' only when `keeps_slash`.
std::string uri_encoded(std::string_view text, bool keeps_slash);
/// "a=1&b=2", encoded and sorted.
std::string query_text(const std::map<std::string, std::string>& query);

} // namespace openimr::vault
