#include "server/static_files.h"

#include "base/files.h"
#include "base/hash.h"
#include "server/call.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sodium.h>
#include <utility>
#include <zlib.h>

namespace openimr::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view nonce_place = "__CSP_NONCE__";

/// gzip (RFC 1952); empty when it does not help.
std::string packed(const std::string& bytes) {
  z_stream stream{};
  if (::deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(::deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); // NOLINT: zlib does not write there
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = ::deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return status == Z_STREAM_END && out.size() < bytes.size() * 9 / 10 ? out : "";
}

std::string fresh_nonce() {
  std::array<unsigned char, 18> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 32> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

/// Scripts and styles of our own only; pictures may be made by the page itself; pdf.js decodes with WebAssembly.
std::string page_policy(const std::string& nonce) {
  return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-" + nonce +
         "'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
         "frame-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

} // namespace

std::string media_type(const std::string& name) {
  static const std::array<std::pair<std::string_view, std::string_view>, 23> types{
      {{".html", "text/html; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".mjs", "text/javascript; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".json", "application/json"},
       {".map", "application/json"},
       {".svg", "image/svg+xml"},
       {".png", "image/png"},
       {".jpg", "image/jpeg"},
       {".jpeg", "image/jpeg"},
       {".tif", "image/tiff"},
       {".tiff", "image/tiff"},
       {".ico", "image/x-icon"},
       {".woff2", "font/woff2"},
       {".woff", "font/woff"},
       {".ttf", "font/ttf"},
       {".wasm", "application/wasm"},
       {".webmanifest", "application/manifest+json"},
       {".pdf", "application/pdf"},
       {".txt", "text/plain; charset=utf-8"},
       {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
       {".eml", "message/rfc822"},
       {".xml", "application/xml"}}};
  std::string ending = fs::path(name).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const auto& [known, type] : types)
    if (known == ending) return std::string(type);
  return "application/octet-stream";
}

std::size_t StaticFiles::load(const std::string& folder) {
  std::error_code failed;
  const fs::path root(folder);
  for (fs::recursive_directory_iterator entry(root, failed), end; !failed && entry != end; entry.increment(failed)) {
    if (!entry->is_regular_file(failed)) continue;
    auto bytes = read_file(entry->path().string(), std::size_t{32} << 20);
    if (!bytes) continue;
    File file;
    file.type = media_type(entry->path().string());
    file.tag = "\"" + sha256_hex(*bytes).substr(0, 32) + "\"";
    const bool is_text = file.type.starts_with("text/") || file.type.find("json") != file.type.npos ||
                         file.type == "application/wasm" || file.type == "image/svg+xml";
    if (auto small = is_text ? packed(*bytes) : ""; !small.empty())
      file.packed = std::make_shared<const std::string>(std::move(small));
    file.bytes = std::make_shared<const std::string>(std::move(*bytes));
    files_["/" + entry->path().lexically_relative(root).generic_string()] = std::move(file);
  }
  return files_.size();
}

Response StaticFiles::get(const Request& request) const {
  auto found = files_.find(request.path == "/" ? "/index.html" : request.path);
  const auto last = request.path.substr(request.path.rfind('/') + 1);
  if (found == files_.end() && last.find('.') == last.npos) found = files_.find("/index.html");
  if (found == files_.end())
    return problem(404, is_empty() && last.find('.') == last.npos ? "the workbench is not installed" : "no such file",
                   is_empty() ? "build web/ and name its folder in OPENIMR_WEB" : "");
  return send(found->second, found->first, request);
}

Response StaticFiles::send(const File& file, const std::string& path, const Request& request) const {
  Response response;
  response.set("Content-Type", file.type);
  response.set("Vary", "Accept-Encoding");
  if (path == "/index.html") { // a nonce a page, so it is made anew each time
    const std::string nonce = fresh_nonce();
    response.body = *file.bytes;
    for (auto at = response.body.find(nonce_place); at != response.body.npos; at = response.body.find(nonce_place, at))
      response.body.replace(at, nonce_place.size(), nonce);
    response.set("Content-Security-Policy", page_policy(nonce));
    response.set("Cache-Control", "no-store");
    return response;
  }
  response.set("Content-Security-Policy", page_policy("none"));
  response.set("ETag", file.tag);
  // The build writes a hash into these names: they never change.
  response.set("Cache-Control", path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.header("if-none-match") == file.tag) {
    response.status = 304;
    return response;
  }
  if (file.packed && request.header("accept-encoding").find("gzip") != std::string_view::npos) {
    response.set("Content-Encoding", "gzip");
    response.shared = file.packed;
  } else {
    response.shared = file.bytes;
  }
  return response;
}

} // namespace openimr::server
