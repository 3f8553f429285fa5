// Connection: the life of one HTTP/1.1 connection: requests one after the other, each with its deadlines and limits.
#pragma once

#include "server/door.h"
#include "server/transport.h"

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <memory>

namespace openimr::server {

/// How patient a connection is.
struct Patience {
  std::chrono::milliseconds header{15'000}; ///< from the first byte of a request to the end of its header
  std::chrono::milliseconds idle{75'000};   ///< between requests
  std::chrono::milliseconds body{20'000};   ///< for each piece of a body
  std::uint64_t slowest_body = 2'000;       ///< bytes a second, after the first `body` has passed
  std::chrono::milliseconds write{30'000};  ///< for each piece of an answer
  std::chrono::milliseconds heartbeat{15'000};
};
constexpr std::size_t most_header = 16 * 1024;

/// Whether the house is closing; shared by all connections.
struct Closing {
  bool is_closing = false;
};

boost::asio::awaitable<void> serve_connection(Transport& transport, Door& door, const Patience& patience,
                                              const Closing& closing);

} // namespace openimr::server
