#include "server/call.h"

#include "server/house.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <fmt/format.h>

namespace openimr::server {
namespace {

namespace json = boost::json;

int status_of(ErrorKind kind) {
  switch (kind) {
  case ErrorKind::Input:
    return 422;
  case ErrorKind::NotFound:
    return 404;
  case ErrorKind::Refused:
    return 409;
  case ErrorKind::Storage:
    return 503;
  }
  return 500;
}

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

Error wrong_body(const std::string& where, const std::string& found, const std::string& expected) {
  return {ErrorKind::Input, where, found, expected, "see /api/v1/openapi.json"};
}

} // namespace

std::string Call::query(const std::string& key) const {
  const auto found = request.query.find(key);
  return found == request.query.end() ? "" : found->second;
}

Response answer(const json::value& value, int status) {
  Response response;
  response.status = status;
  response.set("Content-Type", "application/json");
  response.body = json::serialize(value);
  return response;
}

Response problem(int status, const Error& error) {
  const json::object object{{"type", fmt::format("urn:openimr:problem:{}", status)},
                            {"title", std::string(reason_of(status))},
                            {"status", status},
                            {"detail", error.message()},
                            {"instance", nullptr},
                            {"place", or_null(error.where)},
                            {"found", or_null(error.found)},
                            {"expected", or_null(error.expected)},
                            {"remedy", or_null(error.remedy)}};
  Response response;
  response.status = status;
  response.set("Content-Type", "application/problem+json");
  response.body = json::serialize(object);
  return response;
}

Response problem(const Error& error) {
  const bool has_moved_on = error.kind == ErrorKind::Refused && error.expected == desk::as_it_was_seen;
  return problem(is_forbidden(error) ? 403 : has_moved_on ? 412 : status_of(error.kind), error);
}

Response problem(int status, const std::string& detail, const std::string& remedy) {
  return problem(status, Error{ErrorKind::Refused, detail, "", "", remedy});
}

Result<Body> Body::read(const Request& request, std::initializer_list<std::string_view> known) {
  const auto type = request.header("content-type");
  if (!type.starts_with("application/json"))
    return wrong_body("content-type", type.empty() ? "none" : "\"" + std::string(type.substr(0, 80)) + "\"",
                      "application/json");
  json::error_code error;
  json::parse_options depth;
  depth.max_depth = 32;
  auto value = json::parse(request.body, error, {}, depth);
  if (error) return wrong_body("body", "no JSON: " + error.message(), "a JSON object");
  if (!value.is_object()) return wrong_body("body", "something else", "a JSON object");
  for (const auto& member : value.as_object())
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      return wrong_body("body", "\"" + std::string(member.key()).substr(0, 80) + "\"",
                        fmt::format("members among {}", fmt::join(known, ", ")));
  Body body;
  body.value_ = std::make_shared<const json::value>(std::move(value));
  return body;
}

void Body::wrong(std::string_view member, const std::string& found, const std::string& expected) {
  if (!error_) error_ = wrong_body(std::string(member), found, expected);
}

const json::value* Body::find(std::string_view member) const {
  const auto* found = value_->as_object().if_contains(json::string_view(member.data(), member.size()));
  return found && !found->is_null() ? found : nullptr;
}

std::string Body::text(std::string_view member) {
  const auto* found = find(member);
  if (!found) return "";
  if (!found->is_string()) {
    wrong(member, "no text", "a text");
    return "";
  }
  std::string text(found->as_string());
  if (text.find('\0') != text.npos || !ledger::is_utf8(text))
    wrong(member, "bytes that are no text", "UTF-8 without NUL");
  return error_ ? "" : text;
}

std::int64_t Body::number(std::string_view member, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  const auto* found = find(member);
  if (!found) return otherwise;
  if (!found->is_int64() || found->as_int64() < least || found->as_int64() > most) {
    wrong(member, json::serialize(*found).substr(0, 40), fmt::format("a whole number from {} to {}", least, most));
    return otherwise;
  }
  return found->as_int64();
}

bool Body::flag(std::string_view member) {
  const auto* found = find(member);
  if (found && !found->is_bool()) wrong(member, json::serialize(*found).substr(0, 40), "true or false");
  return found && found->is_bool() && found->as_bool();
}

std::optional<Date> Body::day(std::string_view member) {
  const std::string written = text(member);
  if (written.empty()) return std::nullopt;
  auto date = Date::parse_iso(written);
  if (!date) wrong(member, "\"" + written.substr(0, 40) + "\"", "a day such as 2015-01-16");
  return date;
}

std::vector<std::string> Body::texts(std::string_view member) {
  std::vector<std::string> list;
  const auto* found = find(member);
  if (!found) return list;
  if (!found->is_array()) {
    wrong(member, "no list", "a list of texts");
    return list;
  }
  for (const auto& each : found->as_array()) {
    if (!each.is_string()) {
      wrong(member, "an entry that is no text", "a list of texts");
      return {};
    }
    list.emplace_back(each.as_string());
  }
  return list;
}

Result<Date> today(const Call& call) {
  const auto number = call.path.find("number");
  if (number == call.path.end()) return call.office().today();
  const auto row = call.office().store().case_row(number->second); // that there is none is for the act to say
  return call.office().today(row ? row->jurisdiction : "");
}

Result<Date> as_of(const Call& call) {
  const std::string written = call.query("as_of");
  if (written.empty()) return today(call);
  if (auto date = Date::parse_iso(written)) return *date;
  return Error{ErrorKind::Input, "as_of", "\"" + written.substr(0, 40) + "\"", "a day such as 2015-01-16",
               "write year-month-day"};
}

Result<int> limit_of(const Call& call, int most) {
  const std::string written = call.query("limit");
  if (written.empty()) return std::min(50, most);
  int limit = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), limit);
  if (error != std::errc() || end != written.data() + written.size() || limit < 1 || limit > most)
    return Error{ErrorKind::Input, "limit", "\"" + written.substr(0, 40) + "\"",
                 fmt::format("a whole number from 1 to {}", most), ""};
  return limit;
}

desk::ActOptions options_of(const Call& call) {
  desk::ActOptions options;
  options.key = std::string(call.request.header("idempotency-key"));
  if (!options.key.empty()) options.key = call.caller().account() + " " + options.key; // nobody meets another's key
  return options;
}

bool is_forbidden(const Error& error) {
  return error.kind == ErrorKind::Refused &&
         (error.expected == desk::who_may || error.expected == desk::who_speaks_for_oneself);
}

Wanted wanted_version(const Call& call) {
  const auto written = call.request.header("if-match");
  if (written.empty()) return {-1, problem(428, "If-Match is missing", "send the ETag of the case that you have seen")};
  if (written == "*") return {};
  Wanted wanted;
  const char* begin = written.data() + 1;
  const char* end = written.data() + written.size() - 1;
  if (written.size() > 2 && written.front() == '"' && written.back() == '"') {
    const auto [stop, error] = std::from_chars(begin, end, wanted.version);
    if (error == std::errc() && stop == end && wanted.version >= 0) return wanted;
  }
  return {-1, problem(412, "If-Match is no version of this", "send the ETag of the case that you have seen")};
}

} // namespace openimr::server
