// What strangers send to the server, before anybody knows who they are: targets, cookies, ranges, tokens; and what a
// clerk's machine sends, FHIR.
#include "server/fhir_claim.h"
#include "server/json_web_token.h"
#include "server/message.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

namespace json = boost::json;
using namespace openimr::server;

void hold(bool what) {
  if (!what) std::abort();
}

std::string escaped(std::string_view path) {
  std::string text;
  for (const unsigned char c : path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    text += '%';
    text += digits[c / 16];
    text += digits[c % 16];
  }
  return text;
}

void target(std::string_view bytes) {
  Request request;
  if (!read_target(bytes, request)) return;
  hold(request.path.starts_with('/') && request.path.find('\0') == std::string::npos);
  hold(("/" + request.path + "/").find("/../") == std::string::npos);
  Request again; // whatever was decoded comes back when it is written without a doubt
  hold(read_target("/" + escaped(std::string_view(request.path).substr(1)), again) && again.path == request.path);
  for (const auto& [name, value] : request.query) hold(!name.empty() && value.find('\0') == std::string::npos);
}

void headers(std::string_view bytes) {
  Request request;
  request.headers = {{"cookie", std::string(bytes)}};
  hold(request.cookie("a").size() <= bytes.size());
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, ~std::uint64_t{0}})
    if (const auto range = read_range(bytes, size); range && range->is_satisfiable)
      hold(range->begin < range->end && range->end <= size);
}

void token(std::string_view bytes) {
  if (const auto plain = from_base64url(bytes)) hold(to_base64url(*plain) == bytes);
  static const json::object keys = json::parse(R"({"keys":[{"kty":"EC","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})")
                                       .as_object();
  (void)verified_claims(bytes, keys);
  json::error_code error;
  const auto value = json::parse(bytes, error);
  if (!error && value.is_object()) (void)subject_of(value.as_object(), {"i", "c", "n", 1});
}

void claim(std::string_view bytes) {
  json::error_code error;
  const auto value = json::parse(bytes, error);
  if (error) return;
  const auto application = application_of_claim(value, "2015-01-16T10:02:00Z");
  hold(application.yaml.empty() == !application.faults.empty());
  if (!application.yaml.empty()) hold(has_claim(value));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  target(bytes);
  headers(bytes);
  token(bytes);
  claim(bytes);
  return 0;
}
