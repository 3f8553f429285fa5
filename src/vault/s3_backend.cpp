#include "vault/s3_backend.h"

#include "base/date.h"
#include "base/files.h"
#include "base/hash.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace openimr::vault {
namespace {

/// "20130524T000000Z".
std::string stamp_of(std::int64_t seconds) {
  const std::chrono::sys_seconds at{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

/// What a request sends and where its answer goes.
struct Exchange {
  Request request;
  std::string_view body;     ///< or
  std::FILE* file = nullptr; ///< the body from a file
  std::uint64_t size = 0;    ///< of the body
  Sink sink;                 ///< takes the answer of a success
  std::string answer;        ///< of a failure, at most 64 KiB
  Result<Done> sunk = Done{};
  CURL* curl = nullptr;
  long status = 0;
};

std::size_t send(char* into, std::size_t one, std::size_t count, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  if (exchange.file) return std::fread(into, one, count, exchange.file);
  const std::size_t size = std::min(one * count, exchange.body.size());
  std::copy_n(exchange.body.data(), size, into);
  exchange.body.remove_prefix(size);
  return size;
}

std::size_t receive(char* bytes, std::size_t one, std::size_t count, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  const std::string_view piece(bytes, one * count);
  curl_easy_getinfo(exchange.curl, CURLINFO_RESPONSE_CODE, &exchange.status);
  if (exchange.status / 100 == 2 && exchange.sink) {
    exchange.sunk = exchange.sink(piece);
    return exchange.sunk ? piece.size() : 0;
  }
  if (exchange.answer.size() + piece.size() <= 64 * 1024) exchange.answer += piece;
  return piece.size();
}

/// The text of each <name>…</name>; enough for the flat lists of S3, whose keys are ours and need no entities.
std::vector<std::string> texts_of(std::string_view xml, const std::string& name) {
  std::vector<std::string> texts;
  const std::string open = "<" + name + ">", close = "</" + name + ">";
  for (auto from = xml.find(open); from != xml.npos; from = xml.find(open, from)) {
    from += open.size();
    const auto to = xml.find(close, from);
    if (to == xml.npos) break;
    texts.emplace_back(xml.substr(from, to - from));
  }
  return texts;
}

class S3Backend : public Backend {
public:
  S3Backend(Bucket bucket, std::function<std::int64_t()> now) : bucket_(std::move(bucket)), now_(std::move(now)) {}

  std::string spool() const override { return bucket_.spool; }

  Result<Done> take(const std::string& path, const std::string& spooled) override {
    const File file(std::fopen(spooled.c_str(), "rbe"));
    if (!file)
      return Error{ErrorKind::Storage, spooled, "no file", "a paper in the spool",
                   "look at the spool's folder and its rights"};
    Sha256 hash;
    std::string piece(128 * 1024, '\0');
    Exchange exchange;
    while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), file.get())) {
      hash.add(std::string_view(piece).substr(0, count));
      exchange.size += count;
    }
    std::rewind(file.get());
    exchange.request = request("PUT", path, hash.hex());
    exchange.file = file.get();
    auto sent = perform(exchange, path);
    if (sent) ::unlink(spooled.c_str());
    return sent;
  }

  Result<Done> write(const std::string& path, std::string_view bytes) override {
    Exchange exchange;
    exchange.request = request("PUT", path, sha256_hex(bytes));
    exchange.body = bytes;
    exchange.size = bytes.size();
    return perform(exchange, path);
  }

  Result<Done> read(const std::string& path, const Sink& sink) const override {
    Exchange exchange;
    exchange.request = request("GET", path, sha256_hex(""));
    exchange.sink = sink;
    return perform(exchange, path);
  }

  Result<bool> has(const std::string& path) const override {
    Exchange exchange;
    exchange.request = request("HEAD", path, sha256_hex(""));
    auto asked = perform(exchange, path);
    if (asked) return true;
    if (asked.error().kind == ErrorKind::NotFound) return false;
    return asked.error();
  }

  Result<Done> remove(const std::string& path) override {
    Exchange exchange;
    exchange.request = request("DELETE", path, sha256_hex(""));
    auto removed = perform(exchange, path);
    if (!removed && removed.error().kind == ErrorKind::NotFound) return Done{};
    return removed;
  }

  Result<std::vector<std::string>> list(const std::string& folder) const override {
    std::vector<std::string> paths;
    std::string token;
    do {
      Exchange exchange;
      std::string xml;
      exchange.request = request("GET", "", sha256_hex(""));
      exchange.request.query = {{"list-type", "2"}, {"prefix", bucket_.prefix + folder}};
      if (!token.empty()) exchange.request.query["continuation-token"] = token;
      exchange.sink = [&](std::string_view bytes) -> Result<Done> {
        xml += bytes;
        return Done{};
      };
      if (auto asked = perform(exchange, folder); !asked) return asked.error();
      for (const std::string& key : texts_of(xml, "Key"))
        if (key.starts_with(bucket_.prefix)) paths.push_back(key.substr(bucket_.prefix.size()));
      const auto tokens = texts_of(xml, "NextContinuationToken");
      token = tokens.empty() ? "" : tokens.front();
    } while (!token.empty());
    std::sort(paths.begin(), paths.end());
    return paths;
  }

private:
  Request request(const std::string& method, const std::string& path, const std::string& payload_hash) const {
    const std::string key = path.empty() ? "" : "/" + bucket_.prefix + path;
    Request request{method, uri_encoded("/" + bucket_.name + key, true), {}, {}, payload_hash};
    const auto host = bucket_.endpoint.find("://") + 3;
    request.headers = {{"host", bucket_.endpoint.substr(host)},
                       {"x-amz-content-sha256", payload_hash},
                       {"x-amz-date", stamp_of(now_())}};
    return request;
  }

  Result<Done> perform(Exchange& exchange, const std::string& path) const {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    exchange.curl = curl.get();
    const Request& request = exchange.request;
    const std::string query = query_text(request.query);
    const std::string url = bucket_.endpoint + request.path + (query.empty() ? "" : "?" + query);
    curl_slist* list = nullptr;
    for (const auto& [name, value] : request.headers)
      if (name != "host") list = curl_slist_append(list, (name + ": " + value).c_str());
    list = curl_slist_append(
        list,
        ("Authorization: " + authorization(request, bucket_.credentials, request.headers.at("x-amz-date"))).c_str());
    list = curl_slist_append(list, "Expect:");
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, curl_slist_free_all);
    set_options(exchange, url, headers.get());
    const CURLcode code = curl_easy_perform(curl.get());
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &exchange.status);
    return outcome(exchange, code, path);
  }

  void set_options(Exchange& exchange, const std::string& url, curl_slist* headers) const {
    CURL* curl = exchange.curl;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L); // a store that says nothing for a minute is gone
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 60L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L); // a signature is for one host
    curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); // what the environment says of proxies is not asked
    if (!bucket_.authority.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, bucket_.authority.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    if (exchange.request.method == "PUT") {
      curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(exchange.size));
      curl_easy_setopt(curl, CURLOPT_READFUNCTION, send);
      curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
    } else if (exchange.request.method == "HEAD") {
      curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (exchange.request.method != "GET") {
      curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, exchange.request.method.c_str());
    }
  }

  Result<Done> outcome(const Exchange& exchange, CURLcode code, const std::string& path) const {
    const std::string where = fmt::format("{}/{}/{}{}", bucket_.endpoint, bucket_.name, bucket_.prefix, path);
    if (!exchange.sunk) return exchange.sunk;
    if (code != CURLE_OK)
      return Error{ErrorKind::Storage, where, curl_easy_strerror(code), "an answer of the store",
                   "look at endpoint, network and certificate; nothing was changed here"};
    if (exchange.status / 100 == 2) return Done{};
    if (exchange.status == 404 && texts_of(exchange.answer, "Code") != std::vector<std::string>{"NoSuchBucket"})
      return Error{ErrorKind::NotFound, where, "nothing there", "an object of this vault",
                   "bring it back from a backup"};
    const auto codes = texts_of(exchange.answer, "Code");
    return Error{ErrorKind::Storage, where,
                 fmt::format("HTTP {}{}", exchange.status, codes.empty() ? "" : " " + codes.front()), "success",
                 exchange.status == 403 ? "look at the access key, its rights and this machine's clock"
                                        : "ask whoever runs the store"};
  }

  Bucket bucket_;
  std::function<std::int64_t()> now_;
};

bool is_this_machine(const std::string& endpoint) {
  for (const char* host : {"http://127.0.0.1", "http://localhost", "http://[::1]"})
    if (const std::string text = host; endpoint == text || endpoint.starts_with(text + ":")) return true;
  return false;
}

} // namespace

Result<std::unique_ptr<Backend>> s3_backend(Bucket bucket, std::function<std::int64_t()> now) {
  const bool is_safe = bucket.endpoint.starts_with("https://") || is_this_machine(bucket.endpoint);
  if (!is_safe || bucket.endpoint.ends_with('/'))
    return Error{ErrorKind::Input, "vault endpoint", bucket.endpoint.empty() ? "nothing" : bucket.endpoint,
                 "https://HOST[:PORT] without a slash at its end (plain HTTP to this machine only)",
                 "correct the endpoint"};
  if (bucket.name.empty() || bucket.name.find('/') != bucket.name.npos || bucket.spool.empty())
    return Error{ErrorKind::Input, "vault", bucket.spool.empty() ? "no spool" : "no bucket",
                 "the bucket's name and a folder for the spool", "give both"};
  return std::unique_ptr<Backend>(std::make_unique<S3Backend>(std::move(bucket), std::move(now)));
}

} // namespace openimr::vault
