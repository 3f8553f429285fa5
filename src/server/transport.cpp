#include "server/transport.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <type_traits>

namespace openimr::server {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

template <class Stream> class TransportOf : public Transport {
  static constexpr bool has_tls = !std::is_same_v<Stream, boost::beast::tcp_stream>;

public:
  template <class... Arguments> explicit TransportOf(asio::ip::tcp::socket socket, Arguments&... arguments)
      : stream_(boost::beast::tcp_stream(std::move(socket)), arguments...) {
    error_code ignored;
    lowest().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    const auto end = lowest().socket().remote_endpoint(ignored);
    if (!ignored) remote_ = end.address().to_string();
  }

  asio::awaitable<error_code> open() override {
    if constexpr (has_tls) {
      auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_tuple);
      co_return error;
    }
    co_return error_code();
  }
  asio::awaitable<Read> read_some(char* into, std::size_t size) override {
    auto [error, count] = co_await stream_.async_read_some(asio::buffer(into, size), as_tuple);
    co_return Read{error, count};
  }
  asio::awaitable<error_code> write(std::string_view bytes) override {
    auto [error, count] = co_await asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()), as_tuple);
    (void)count; // all of it, or an error
    co_return error;
  }
  void deadline(std::chrono::milliseconds from_now) override { lowest().expires_after(from_now); }
  asio::awaitable<void> close() override {
    lowest().expires_after(std::chrono::seconds(2));
    error_code ignored;
    if constexpr (has_tls) {
      auto [error] = co_await stream_.async_shutdown(as_tuple);
      (void)error;
    }
    lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    lowest().close();
    co_return;
  }
  void cut() override { lowest().cancel(); }
  void set_waiting(bool is_waiting) override { is_waiting_ = is_waiting; }
  bool is_waiting() const override { return is_waiting_; }
  bool is_secure() const override { return has_tls; }
  std::string remote() const override { return remote_; }

private:
  boost::beast::tcp_stream& lowest() { return boost::beast::get_lowest_layer(stream_); }

  Stream stream_;
  std::string remote_;
  bool is_waiting_ = false;
};

} // namespace

std::unique_ptr<Transport> plain_transport(asio::ip::tcp::socket socket) {
  return std::make_unique<TransportOf<boost::beast::tcp_stream>>(std::move(socket));
}

std::unique_ptr<Transport> tls_transport(asio::ip::tcp::socket socket, asio::ssl::context& tls) {
  return std::make_unique<TransportOf<asio::ssl::stream<boost::beast::tcp_stream>>>(std::move(socket), tls);
}

} // namespace openimr::server
