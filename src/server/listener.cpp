#include "server/listener.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <optional>
#include <set>

namespace openimr::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

Error wrong_listen(const std::string& text) {
  return {ErrorKind::Input, "--listen", "\"" + text + "\"", "an address and a port, as 127.0.0.1:8080 or [::1]:8443",
          "write it so"};
}

/// TLS 1.2 and newer, with the organization's certificate.
Result<Done> prepare(asio::ssl::context& tls, const ListenOptions& options) {
  const auto fail = [](const std::string& file, const error_code& error) {
    return Error{ErrorKind::Input, file, error.message(), "PEM, the key belonging to the certificate",
                 "look at --tls-cert and --tls-key"};
  };
  error_code error;
  tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                  asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  ::SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  ::SSL_CTX_set_options(tls.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  tls.use_certificate_chain_file(options.certificate, error);
  if (error) return fail(options.certificate, error);
  tls.use_private_key_file(options.key, asio::ssl::context::pem, error);
  if (error) return fail(options.key, error);
  if (::SSL_CTX_check_private_key(tls.native_handle()) != 1)
    return Error{ErrorKind::Input, options.key, "the key of another certificate", "the key of " + options.certificate,
                 "look at --tls-cert and --tls-key"};
  return Done{};
}

class Listener {
public:
  Listener(const ListenOptions& options, Door& door)
      : options_(options), door_(door), acceptor_(loop_), signals_(loop_) {}

  Result<Done> run(const std::function<void(unsigned short)>& ready, const std::function<void()>& closing) {
    if (!options_.certificate.empty()) {
      tls_.emplace(asio::ssl::context::tls_server);
      if (auto done = prepare(*tls_, options_); !done) return done.error();
    }
    if (auto done = bind(); !done) return done.error();
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    signals_.async_wait([this, closing](const error_code& error, int) {
      if (!error) stop(closing);
    });
    asio::co_spawn(loop_, accept(), asio::detached);
    ready(acceptor_.local_endpoint().port());
    loop_.run();
    door_.finish(); // what it still does answers into the loop, which must be there
    return Done{};
  }

private:
  Result<Done> bind() {
    error_code error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) return wrong_listen(options_.address);
    const tcp::endpoint end(address, options_.port);
    acceptor_.open(end.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(end, error);
    if (!error) acceptor_.listen(1024, error);
    if (error)
      return Error{ErrorKind::Storage, fmt::format("{}:{}", options_.address, options_.port), error.message(),
                   "an address and a port that are free", "choose others with --listen, or end what holds them"};
    return Done{};
  }

  asio::awaitable<void> accept() {
    while (!closing_.is_closing) {
      auto [error, socket] = co_await acceptor_.async_accept(as_tuple);
      if (error == asio::error::operation_aborted) co_return;
      if (error) { // no descriptors left: wait for some
        asio::steady_timer pause(loop_, std::chrono::milliseconds(50));
        co_await pause.async_wait(as_tuple);
        continue;
      }
      if (open_.size() >= options_.most_connections) continue; // closed as it goes out of scope
      std::shared_ptr<Transport> transport =
          tls_ ? tls_transport(std::move(socket), *tls_) : plain_transport(std::move(socket));
      open_.insert(transport.get());
      door_.note("connections", 1);
      asio::co_spawn(loop_, serve(transport), asio::detached);
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<Transport> transport) {
    try {
      co_await serve_connection(*transport, door_, options_.patience, closing_);
    } catch (const std::exception&) {
      door_.note("broken_connections", 1); // out of memory, or a fault of ours: this connection ends, the others go on
    }
    open_.erase(transport.get());
    door_.note("connections", -1);
  }

  void stop(const std::function<void()>& closing) {
    closing_.is_closing = true;
    error_code ignored;
    acceptor_.close(ignored);
    closing();
    signals_.async_wait([this](const error_code& error, int) { // a second signal: at once
      if (!error) loop_.stop();
    });
    watch_.emplace(loop_);
    give_up_ = std::chrono::steady_clock::now() + options_.drain;
    look_again();
  }

  /// Connections that wait for a next request are ended after a moment; those with one under way when they have
  /// answered.
  void look_again() {
    if (open_.empty() || std::chrono::steady_clock::now() > give_up_) return loop_.stop();
    watch_->expires_after(std::chrono::milliseconds(50));
    watch_->async_wait([this](const error_code&) { look_again(); });
    if (++looks_ == 4)
      for (Transport* transport : open_)
        if (transport->is_waiting()) transport->cut();
  }

  const ListenOptions& options_;
  Door& door_;
  asio::io_context loop_{1};
  tcp::acceptor acceptor_;
  asio::signal_set signals_;
  std::optional<asio::ssl::context> tls_;
  std::optional<asio::steady_timer> watch_;
  std::chrono::steady_clock::time_point give_up_;
  int looks_ = 0;
  std::set<Transport*> open_;
  Closing closing_;
};

} // namespace

Result<Done> read_listen(const std::string& text, ListenOptions& into) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return wrong_listen(text);
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
  if (error != std::errc() || stop != end || port > 65535) return wrong_listen(text);
  std::string address = text.substr(0, colon);
  if (address.size() > 2 && address.front() == '[' && address.back() == ']')
    address = address.substr(1, address.size() - 2);
  if (address.empty()) address = "0.0.0.0";
  if (address == "localhost") address = "127.0.0.1";
  error_code wrong;
  asio::ip::make_address(address, wrong);
  if (wrong) return wrong_listen(text);
  into.address = address;
  into.port = static_cast<unsigned short>(port);
  return Done{};
}

Result<Done> listen(const ListenOptions& options, Door& door, const std::function<void(unsigned short)>& ready,
                    const std::function<void()>& closing) {
  Listener listener(options, door);
  return listener.run(ready, closing);
}

} // namespace openimr::server
