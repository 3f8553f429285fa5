#include "cli/standard_input.h"

#include "base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::cli {
namespace {

constexpr std::size_t most_bytes = std::size_t{512} << 20;

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

} // namespace

Result<Done> keep_standard_input(const std::vector<std::string>& files) {
  const auto named = std::count(files.begin(), files.end(), "-");
  if (named == 0) return Done{};
  if (named > 1)
    return Error{ErrorKind::Input, "-", "standard input named twice", "one \"-\"", "name the other paper by its file"};
  auto bytes = read_file("-", most_bytes);
  if (!bytes) return bytes.error();
  if (bytes->empty())
    return Error{ErrorKind::Input, "-", "nothing on standard input", "the bytes of a document",
                 "write it to the program, for example with <"};
  const int kept = ::memfd_create("standard input", MFD_CLOEXEC);
  const bool is_kept = kept >= 0 && write_all(kept, *bytes) && ::dup2(kept, STDIN_FILENO) == STDIN_FILENO;
  const int reason = errno;
  if (kept > STDIN_FILENO) ::close(kept);
  if (!is_kept)
    return Error{ErrorKind::Storage, "-", std::strerror(reason), "memory for standard input", "name a file"};
  return Done{};
}

} // namespace openimr::cli
