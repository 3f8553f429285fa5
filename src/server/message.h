// Request and Response: what the rest of the room sees of HTTP. No library's types, so a handler compiles in a moment.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openimr::server {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One request, its body read.
struct Request {
  std::string method;                       ///< "GET"
  std::string path;                         ///< decoded, without the query: "/api/v1/cases/CM14-0000001"
  std::map<std::string, std::string> query; ///< decoded; of a name that comes twice the last one
  Headers headers;                          ///< names in small letters
  std::string body;
  std::string remote; ///< address of the client, without its port
  bool is_secure = false;

  /// Empty when there is none.
  std::string_view header(std::string_view name) const;
  /// The value of a cookie; empty when there is none.
  std::string_view cookie(std::string_view name) const;
};

/// Splits a request target into path and query and decodes both. false: it is no path, has an escape that is none, a
/// NUL, or a segment "." or "..".
bool read_target(std::string_view target, Request& into);

/// Part of a file on disk, as the body of an answer.
struct FilePart {
  std::string path;
  std::uint64_t begin = 0, end = 0;
};

/// What a stream of events is fed from; called on the event loop only.
class EventSource {
public:
  virtual ~EventSource() = default;
  /// The bytes to send next, in the form of server-sent events; empty: nothing yet.
  virtual std::string take() = 0;
};

/// One answer.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<const std::string> shared; ///< in place of body: bytes that many answers share
  std::optional<FilePart> file;              ///< in place of body
  std::shared_ptr<EventSource> events;       ///< in place of body: the connection stays open

  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
  /// Empty when there is none; the name as it was set.
  std::string_view header(std::string_view name) const;
};

/// "Not Found"
std::string_view reason_of(int status);

/// The moment as HTTP writes it (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::int64_t utc_seconds);

/// What Range asks of a body of so many bytes: [begin, end). `is_satisfiable` false: answer 416. Empty: no range, or
/// one that is not understood (several ranges among them), so the whole is sent (RFC 9110, 14.2).
struct ByteRange {
  std::uint64_t begin = 0, end = 0;
  bool is_satisfiable = true;
};
std::optional<ByteRange> read_range(std::string_view header, std::uint64_t size);

} // namespace openimr::server
