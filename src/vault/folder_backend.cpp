#include "base/files.h"
#include "vault/backend.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::vault {
namespace {

namespace fs = std::filesystem;

Error cannot(const std::string& path, int number) {
  return {number == ENOENT ? ErrorKind::NotFound : ErrorKind::Storage, path,
          number == ENOENT ? "nothing there" : std::strerror(number),
          number == ENOENT ? "an object of this vault" : "a folder that can be written and has room",
          number == ENOSPC   ? "make room on the disk; nothing was lost"
          : number == EROFS  ? "mount it for writing; nothing was lost"
          : number == ENOENT ? "bring it back from a backup"
                             : "look at the path and its rights"};
}

/// Makes names that were added to or taken from a folder durable.
Result<Done> sync_folder(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = file >= 0 && ::fsync(file) == 0;
  const int number = errno;
  if (file >= 0) ::close(file);
  return is_synced ? Result<Done>(Done{}) : cannot(folder, number);
}

class FolderBackend : public Backend {
public:
  explicit FolderBackend(std::string folder) : folder_(std::move(folder)) {}

  std::string spool() const override { return folder_ + "/spool"; }

  Result<Done> take(const std::string& path, const std::string& spooled) override {
    if (auto made = make_folder_of(path); !made) return made;
    const std::string target = folder_ + "/" + path;
    if (::rename(spooled.c_str(), target.c_str()) != 0) return cannot(target, errno);
    return sync_folder(fs::path(target).parent_path());
  }

  // Written in the spool and moved, so that an interrupt leaves nothing half beside the records.
  Result<Done> write(const std::string& path, std::string_view bytes) override {
    if (auto made = make_folder_of("spool/x"); !made) return made;
    std::string spooled = spool() + "/record-XXXXXX";
    const int file = ::mkostemp(spooled.data(), O_CLOEXEC);
    if (file < 0) return cannot(spooled, errno);
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    const bool is_written = count == static_cast<ssize_t>(bytes.size()) && ::fsync(file) == 0;
    const int number = count >= 0 && count < static_cast<ssize_t>(bytes.size()) ? ENOSPC : errno;
    ::close(file);
    if (!is_written) {
      ::unlink(spooled.c_str());
      return cannot(folder_ + "/" + path, number);
    }
    return take(path, spooled);
  }

  Result<Done> read(const std::string& path, const Sink& sink) const override {
    const std::string source = folder_ + "/" + path;
    const int file = ::open(source.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return cannot(source, errno);
    Result<Done> answer = Done{};
    std::string piece(128 * 1024, '\0');
    for (ssize_t count = 1; count > 0 && answer;) {
      count = ::read(file, piece.data(), piece.size());
      if (count < 0) answer = cannot(source, errno);
      if (count > 0) answer = sink(std::string_view(piece).substr(0, static_cast<std::size_t>(count)));
    }
    ::close(file);
    return answer;
  }

  Result<bool> has(const std::string& path) const override {
    struct stat about {};
    if (::lstat((folder_ + "/" + path).c_str(), &about) == 0) return S_ISREG(about.st_mode);
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return cannot(folder_ + "/" + path, errno);
  }

  Result<Done> remove(const std::string& path) override {
    const std::string target = folder_ + "/" + path;
    overwrite(target);
    if (::unlink(target.c_str()) != 0 && errno != ENOENT) return cannot(target, errno);
    const std::string parent = fs::path(target).parent_path();
    return fs::exists(parent) ? sync_folder(parent) : Result<Done>(Done{});
  }

  Result<std::vector<std::string>> list(const std::string& folder) const override {
    std::vector<std::string> paths;
    for (const std::string& name : files_below(folder_ + "/" + folder)) paths.push_back(folder + name);
    return paths;
  }

private:
  Result<Done> make_folder_of(const std::string& path) const {
    const fs::path parent = fs::path(folder_ + "/" + path).parent_path();
    if (fs::is_directory(parent)) return Done{};
    std::error_code error;
    fs::create_directories(parent, error);
    if (error) return cannot(parent, error.value());
    if (auto synced = sync_folder(parent.parent_path()); !synced) return synced;
    return sync_folder(folder_);
  }

  /// Old bytes may live on in a journal or on a worn block: that the key is wrapped is what counts. This is besides.
  static void overwrite(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat about {};
    if (file < 0) return;
    if (::fstat(file, &about) == 0 && about.st_nlink == 1 && about.st_size <= 64 * 1024) {
      const std::string zeros(static_cast<std::size_t>(about.st_size), '\0');
      if (::pwrite(file, zeros.data(), zeros.size(), 0) > 0) ::fsync(file);
    }
    ::close(file);
  }

  std::string folder_;
};

} // namespace

std::unique_ptr<Backend> folder_backend(const std::string& folder) { return std::make_unique<FolderBackend>(folder); }

} // namespace openimr::vault
