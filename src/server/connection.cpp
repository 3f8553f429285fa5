#include "server/connection.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace openimr::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Parser = http::request_parser<http::buffer_body>;
constexpr std::size_t piece = std::size_t{256} << 10;

// GCC 12 destroys some temporaries of an expression with co_await twice, or too early. So here what is awaited is made
// of named values, and its outcome gets a name before it is used.

/// Waits for something that is done elsewhere: `begin` gets a function that takes the outcome, on any thread.
template <class T> asio::awaitable<T> elsewhere(const std::function<void(std::function<void(T)>)>& begin) {
  auto executor = co_await asio::this_coro::executor;
  auto start = [executor, &begin](auto handler) {
    auto held = std::make_shared<decltype(handler)>(std::move(handler));
    begin([executor, held](T result) {
      auto kept = std::make_shared<T>(std::move(result));
      asio::post(executor, [held, kept] { (*held)(kept); });
    });
  };
  auto outcome = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::shared_ptr<T>)>(
      start, asio::use_awaitable);
  co_return std::move(*outcome);
}

/// The file a body goes into, written aside from the loop.
class BodyFile {
public:
  BodyFile(Door& door, const std::string& path, std::uint64_t offset)
      : door_(door), file_(::open(path.c_str(), O_WRONLY | O_CLOEXEC)), at_(offset) {}
  BodyFile(const BodyFile&) = delete;
  BodyFile& operator=(const BodyFile&) = delete;
  ~BodyFile() {
    if (file_ >= 0) ::close(file_);
  }
  bool is_open() const { return file_ >= 0; }

  asio::awaitable<bool> write(std::shared_ptr<std::string> bytes) {
    const auto at = at_;
    at_ += bytes->size();
    const std::function<void(std::function<void(bool)>)> work = [this, at, bytes](std::function<void(bool)> done) {
      door_.aside([this, at, bytes, done] {
        std::size_t written = 0;
        while (written < bytes->size()) {
          const auto count =
              ::pwrite(file_, bytes->data() + written, bytes->size() - written, static_cast<off_t>(at + written));
          if (count <= 0) break;
          written += static_cast<std::size_t>(count);
        }
        done(written == bytes->size());
      });
    };
    const bool is_written = co_await elsewhere<bool>(work);
    co_return is_written;
  }

private:
  Door& door_;
  int file_;
  std::uint64_t at_;
};

std::string small(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// One connection's loop.
class Connection {
public:
  Connection(Transport& transport, Door& door, const Patience& patience, const Closing& closing)
      : transport_(transport), door_(door), patience_(patience), closing_(closing) {}

  asio::awaitable<void> run() {
    transport_.deadline(patience_.header);
    const error_code error = co_await transport_.open();
    bool goes_on = !error;
    while (goes_on) goes_on = co_await one_request();
    co_await transport_.close();
  }

private:
  enum class Got { Header, Nothing, Wrong };

  /// Answers one request; false: the connection ends.
  asio::awaitable<bool> one_request() {
    Parser parser;
    parser.header_limit(most_header);
    parser.body_limit(boost::none);
    int status = 400;
    const Got got = co_await read_header(parser, status);
    if (got == Got::Nothing) co_return false;
    if (got == Got::Wrong) {
      Response refusal = door_.refuse(status, "the request's header");
      co_await send(std::move(refusal), false, false);
      co_return false;
    }
    Request request;
    if (!read_request(parser, request)) {
      Response refusal = door_.refuse(400, "the request's target");
      co_await send(std::move(refusal), false, false);
      co_return false;
    }
    const bool is_head = request.method == "HEAD";
    bool keeps = parser.keep_alive() && !closing_.is_closing;
    std::optional<std::uint64_t> length;
    if (const auto told = parser.content_length()) length = *told;
    const std::function<void(std::function<void(BodyPlan)>)> ask = [&](std::function<void(BodyPlan)> done) {
      door_.plan(request, length, std::move(done));
    };
    BodyPlan plan = co_await elsewhere<BodyPlan>(ask);
    const bool has_body = !parser.is_done();
    if (!plan.refusal && length && *length > plan.most) plan.refusal = door_.refuse(413, "the body");
    if (plan.refusal) {
      if (has_body) keeps = false;
      const bool is_sent = co_await send(std::move(*plan.refusal), is_head, keeps);
      co_return is_sent&& keeps;
    }
    std::uint64_t body_size = 0;
    if (has_body) {
      if (request.header("expect") == "100-continue") {
        const error_code error = co_await transport_.write("HTTP/1.1 100 Continue\r\n\r\n");
        if (error) co_return false;
      }
      const int trouble = co_await read_body(parser, request, plan, body_size);
      if (trouble == -1) co_return false;
      if (trouble != 0) {
        Response refusal = door_.refuse(trouble, "the body");
        co_await send(std::move(refusal), is_head, false);
        co_return false;
      }
    }
    const std::function<void(std::function<void(Response)>)> work = [&](std::function<void(Response)> done) {
      door_.answer(std::move(request), body_size, std::move(done));
    };
    Response response = co_await elsewhere<Response>(work);
    if (closing_.is_closing) keeps = false;
    const bool is_sent = co_await send(std::move(response), is_head, keeps);
    co_return is_sent&& keeps;
  }

  asio::awaitable<Got> read_header(Parser& parser, int& status) {
    bool has_begun = buffer_.size() > 0;
    std::size_t taken = 0;
    transport_.deadline(has_begun ? patience_.header : patience_.idle);
    transport_.set_waiting(!has_begun);
    for (;;) {
      if (buffer_.size() > 0) {
        error_code error;
        const auto used = parser.put(buffer_.data(), error);
        buffer_.consume(used);
        taken += used; // the parser takes a header in parts and limits each by itself
        if (taken > most_header || error == http::error::header_limit || error == http::error::buffer_overflow) {
          status = 431;
          co_return Got::Wrong;
        }
        if (error && error != http::error::need_more) co_return Got::Wrong;
        if (parser.is_header_done()) break;
        if (buffer_.size() > most_header) {
          status = 431;
          co_return Got::Wrong;
        }
      }
      auto room = buffer_.prepare(4096);
      const auto read = co_await transport_.read_some(static_cast<char*>(room.data()), room.size());
      if (read.error) {
        status = 408;
        co_return has_begun&& read.error == boost::beast::error::timeout ? Got::Wrong : Got::Nothing;
      }
      buffer_.commit(read.size);
      if (!has_begun) transport_.deadline(patience_.header);
      has_begun = true;
      transport_.set_waiting(false);
    }
    transport_.set_waiting(false);
    co_return Got::Header;
  }

  bool read_request(Parser& parser, Request& request) {
    const auto& message = parser.get();
    request.method = std::string(message.method_string());
    request.remote = transport_.remote();
    request.is_secure = transport_.is_secure();
    for (const auto& field : message)
      request.headers.emplace_back(small(field.name_string()), std::string(field.value()));
    if (message.version() != 10 && message.version() != 11) return false;
    if (message.version() == 11 && request.header("host").empty()) return false;
    return read_target(message.target(), request);
  }

  /// 0: read; -1: the client is gone; else the status to refuse it with.
  asio::awaitable<int> read_body(Parser& parser, Request& request, const BodyPlan& plan, std::uint64_t& total) {
    std::optional<BodyFile> file;
    if (!plan.file.empty() && !file.emplace(door_, plan.file, plan.offset).is_open()) co_return 500;
    const auto begun = Clock::now();
    auto held = std::make_shared<std::string>();
    std::string room(std::size_t{64} << 10, '\0');
    while (!parser.is_done()) {
      if (buffer_.size() == 0) {
        transport_.deadline(patience_.body);
        auto space = buffer_.prepare(std::size_t{64} << 10);
        const auto read = co_await transport_.read_some(static_cast<char*>(space.data()), space.size());
        if (read.error) co_return read.error == boost::beast::error::timeout ? 408 : -1;
        buffer_.commit(read.size);
      }
      auto& body = parser.get().body();
      body.data = room.data();
      body.size = room.size();
      error_code error;
      const auto used = parser.put(buffer_.data(), error);
      buffer_.consume(used);
      if (error && error != http::error::need_buffer && error != http::error::need_more) co_return 400;
      const std::size_t got = room.size() - body.size;
      total += got;
      if (total > plan.most) co_return 413;
      held->append(room.data(), got);
      if (error == http::error::need_more && used == 0 && got == 0 && buffer_.size() > 0) {
        // a piece of framing is not whole yet: more bytes are needed behind those that wait
        if (buffer_.size() > most_header) co_return 400;
        transport_.deadline(patience_.body);
        auto space = buffer_.prepare(4096);
        const auto read = co_await transport_.read_some(static_cast<char*>(space.data()), space.size());
        if (read.error) co_return read.error == boost::beast::error::timeout ? 408 : -1;
        buffer_.commit(read.size);
      }
      if (is_too_slow(begun, total)) co_return 408;
      if (file && held->size() >= piece) {
        transport_.deadline(std::chrono::minutes(5)); // the disk, not the client
        const auto full = std::exchange(held, std::make_shared<std::string>());
        const bool is_written = co_await file->write(full);
        if (!is_written) co_return 500;
      }
    }
    if (file && !held->empty()) {
      const bool is_written = co_await file->write(held);
      if (!is_written) co_return 500;
    } else if (!file) {
      request.body = std::move(*held);
    }
    co_return 0;
  }

  bool is_too_slow(Clock::time_point begun, std::uint64_t total) const {
    const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
    return taken > patience_.body && total * 1000 < patience_.slowest_body * static_cast<std::uint64_t>(taken.count());
  }

  asio::awaitable<bool> write(std::string_view bytes) {
    transport_.deadline(patience_.write);
    const error_code error = co_await transport_.write(bytes);
    co_return !error;
  }

  /// Sends the answer; false: the connection is not fit for another request.
  asio::awaitable<bool> send(Response response, bool is_head, bool keeps) {
    const std::uint64_t size = response.shared ? response.shared->size()
                               : response.file ? response.file->end - response.file->begin
                                               : response.body.size();
    std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
    for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
    const bool may_have_body = response.status != 204 && response.status != 304;
    if (response.events)
      keeps = false;
    else if (may_have_body)
      head += fmt::format("Content-Length: {}\r\n", size);
    head += keeps ? "\r\n" : "Connection: close\r\n\r\n";
    const bool has_body = !is_head && may_have_body;
    if (response.events) {
      const bool is_sent = co_await write(head);
      if (is_sent && has_body) co_await send_events(*response.events);
      co_return false;
    }
    if (has_body && response.file) {
      bool is_sent = co_await write(head);
      if (is_sent) is_sent = co_await send_file(*response.file);
      co_return is_sent;
    }
    if (has_body) head += response.shared ? *response.shared : response.body;
    const bool is_sent = co_await write(head);
    co_return is_sent;
  }

  asio::awaitable<bool> send_file(FilePart part) {
    const int file = ::open(part.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) co_return false;
    bool is_sent = true;
    while (is_sent && part.begin < part.end) {
      const std::function<void(std::function<void(std::string)>)> work = [&](std::function<void(std::string)> done) {
        door_.aside([file, part, done = std::move(done)] {
          std::string read(std::min<std::uint64_t>(piece, part.end - part.begin), '\0');
          const auto count = ::pread(file, read.data(), read.size(), static_cast<off_t>(part.begin));
          read.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
          done(std::move(read));
        });
      };
      const std::string bytes = co_await elsewhere<std::string>(work);
      part.begin += bytes.size();
      is_sent = !bytes.empty();
      if (is_sent) is_sent = co_await write(bytes);
    }
    ::close(file);
    co_return is_sent;
  }

  asio::awaitable<void> send_events(EventSource& events) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    auto last = Clock::now();
    bool is_sent = co_await write(": open\n\n");
    while (is_sent && !closing_.is_closing) {
      std::string bytes = events.take();
      if (bytes.empty() && Clock::now() - last > patience_.heartbeat) bytes = ": still here\n\n";
      if (!bytes.empty()) {
        is_sent = co_await write(bytes);
        last = Clock::now();
      }
      timer.expires_after(std::chrono::milliseconds(200));
      auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      if (error) co_return;
    }
  }

  Transport& transport_;
  Door& door_;
  const Patience& patience_;
  const Closing& closing_;
  boost::beast::flat_buffer buffer_;
};

} // namespace

asio::awaitable<void> serve_connection(Transport& transport, Door& door, const Patience& patience,
                                       const Closing& closing) {
  Connection connection(transport, door, patience, closing);
  co_await connection.run();
}

} // namespace openimr::server
