// Listener: accepts connections and serves each until it ends, until it is told to stop; then it takes no new one, lets
// requests under way come to their answer, and returns.
#pragma once

#include "base/result.h"
#include "server/connection.h"
#include "server/door.h"

#include <functional>
#include <string>

namespace openimr::server {

struct ListenOptions {
  std::string address = "127.0.0.1"; ///< an address of this machine, IPv4 or IPv6
  unsigned short port = 8080;        ///< 0: any that is free
  std::string certificate, key;      ///< PEM files; both or none (in the clear)
  std::size_t most_connections = 4096;
  Patience patience;
  std::chrono::seconds drain{20}; ///< for requests under way when it stops
};

/// "127.0.0.1:8080", "[::1]:8443", ":8080" (every address). Error (Input) for others.
Result<Done> read_listen(const std::string& text, ListenOptions& into);

/// Listens until SIGTERM or SIGINT. `ready` is told the port; `closing` is called once it stops taking connections.
/// Error (Input) when the address is taken or the certificate cannot be used.
Result<Done> listen(const ListenOptions& options, Door& door, const std::function<void(unsigned short)>& ready,
                    const std::function<void()>& closing);

} // namespace openimr::server
