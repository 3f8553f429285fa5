// Files that only their owner may read.
#include "cli/keeping.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace openimr::cli {

Result<Done> write_secret(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool is_written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (is_written) return Done{};
  return Error{ErrorKind::Storage, path, file < 0 ? std::strerror(errno) : "a write error",
               "a file that is not there yet", "name another file"};
}

} // namespace openimr::cli
