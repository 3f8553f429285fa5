#include "base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr {
namespace {

namespace fs = std::filesystem;

Error cannot(const std::string& path, const std::string& found, const std::string& expected,
             const std::string& remedy) {
  return {ErrorKind::Storage, path, found, expected, remedy};
}

/// Closes the descriptor on every way out.
struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number > 0) ::close(number);
  }
};

} // namespace

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  Descriptor file{path == "-" ? 0 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) {
    const bool missing = errno == ENOENT;
    Error error = cannot(path, missing ? "no such file" : std::strerror(errno), "a readable file",
                         missing ? "check the name and the folder" : "check its permissions");
    if (missing) error.kind = ErrorKind::NotFound;
    return error;
  }
  struct stat info {};
  if (::fstat(file.number, &info) == 0 && S_ISDIR(info.st_mode))
    return cannot(path, "a folder", "a file", "name a file inside it");
  std::string bytes;
  if (info.st_size > 0) bytes.reserve(std::min<std::size_t>(static_cast<std::size_t>(info.st_size), limit));
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = ::read(file.number, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot(path, std::strerror(errno), "a readable file", "check the disk");
    if (count == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(count) > limit)
      return cannot(path, fmt::format("more than {} bytes", limit), fmt::format("at most {} bytes", limit),
                    "split the file");
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
}

Result<Done> write_file(const std::string& path, std::string_view bytes) {
  std::string temporary = path + ".XXXXXX";
  Descriptor file{::mkostemp(temporary.data(), O_CLOEXEC)};
  if (file.number < 0)
    return cannot(path, std::strerror(errno), "a folder that can be written to",
                  "choose another folder with --out, or change its permissions");
  const auto fail = [&](const char* doing) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    return cannot(path, fmt::format("{} while {}", std::strerror(reason), doing), "room and permission to write",
                  "free space or choose another folder; nothing was changed");
  };
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t count = ::write(file.number, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail("writing");
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fchmod(file.number, 0644) != 0 || ::fsync(file.number) != 0) return fail("flushing");
  if (::rename(temporary.c_str(), path.c_str()) != 0) return fail("renaming");
  return Done{};
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failed), end;
  for (; !failed && entry != end; entry.increment(failed)) {
    const auto name = entry->path().filename().string();
    if (name.starts_with('.')) {
      if (entry->is_directory(failed)) entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_symlink(failed) || !entry->is_regular_file(failed)) continue;
    names.push_back(entry->path().lexically_relative(folder).generic_string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace openimr
