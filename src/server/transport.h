// Transport: a connection as bytes, in the clear or under TLS. The only file beside connection.cpp and listener.cpp
// that knows the network library.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace openimr::server {

/// One open connection. Every function runs on the event loop.
class Transport {
public:
  virtual ~Transport() = default;
  /// TLS hello; nothing in the clear.
  virtual boost::asio::awaitable<boost::system::error_code> open() = 0;
  struct Read {
    boost::system::error_code error;
    std::size_t size = 0;
  };
  virtual boost::asio::awaitable<Read> read_some(char* into, std::size_t size) = 0;
  virtual boost::asio::awaitable<boost::system::error_code> write(std::string_view bytes) = 0;
  /// What is under way then ends in an error.
  virtual void deadline(std::chrono::milliseconds from_now) = 0;
  virtual boost::asio::awaitable<void> close() = 0;
  /// Ends what is under way at once.
  virtual void cut() = 0;
  /// Told by the connection: nothing is under way, it may be cut.
  virtual void set_waiting(bool is_waiting) = 0;
  virtual bool is_waiting() const = 0;
  virtual bool is_secure() const = 0;
  virtual std::string remote() const = 0;
};

std::unique_ptr<Transport> plain_transport(boost::asio::ip::tcp::socket socket);
std::unique_ptr<Transport> tls_transport(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls);

} // namespace openimr::server
