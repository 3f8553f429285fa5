#include "cli/out_folder.h"

#include "base/files.h"

#include <filesystem>

namespace openimr::cli {
namespace fs = std::filesystem;

Result<Done> prepare_folder(const std::string& out) {
  std::error_code failed;
  fs::create_directories(out, failed);
  if (failed)
    return Error{ErrorKind::Storage, out, failed.message(), "a folder that can be written to",
                 "choose another with --out, or change its permissions"};
  const std::string probe = out + "/.openimr-probe";
  if (auto written = write_file(probe, ""); !written) {
    Error error = written.error();
    error.where = out;
    return error;
  }
  fs::remove(probe, failed);
  return Done{};
}

Result<std::vector<std::string>> write_all(const std::string& out, const std::map<std::string, std::string>& files) {
  std::vector<std::string> written;
  for (const auto& [name, bytes] : files) {
    const std::string path = out + "/" + name;
    auto done = write_file(path, bytes);
    if (!done) {
      std::error_code ignored;
      for (const auto& one : written) fs::remove(one, ignored);
      return done.error();
    }
    written.push_back(path);
  }
  return written;
}

} // namespace openimr::cli
