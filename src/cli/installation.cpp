#include "cli/installation.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <thread>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string first_that_exists(std::initializer_list<fs::path> places) {
  std::error_code ignored;
  for (const fs::path& place : places)
    if (fs::exists(place, ignored)) return fs::weakly_canonical(place, ignored).string();
  return "";
}

std::string cache_folder() {
  if (std::getenv("OPENIMR_CACHE")) return variable("OPENIMR_CACHE");
  if (const auto base = variable("XDG_CACHE_HOME"); !base.empty()) return base + "/openimr";
  if (const auto home = variable("HOME"); !home.empty()) return home + "/.cache/openimr";
  return "";
}

} // namespace

Result<desk::Installation> find_installation() {
  std::error_code ignored;
  const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  desk::Installation installation;
  installation.engine = "openimr " OPENIMR_VERSION;
  installation.packs_folder = variable("OPENIMR_PACKS");
  if (installation.packs_folder.empty())
    installation.packs_folder = first_that_exists(
        {folder / "packs", folder / "../share/openimr/packs", folder / "../../packs", OPENIMR_SOURCE_PACKS});
  if (installation.packs_folder.empty())
    return Error{ErrorKind::NotFound, folder.string(), "no packs folder near the program",
                 "packs/ with guidelines and jurisdictions", "set OPENIMR_PACKS to it"};
  installation.worker_program = variable("OPENIMR_WORKER");
  if (installation.worker_program.empty())
    installation.worker_program =
        first_that_exists({folder / "openimr-extract", folder / "../libexec/openimr/openimr-extract"});
  if (installation.worker_program.empty()) installation.worker_program = (folder / "openimr-extract").string();
  installation.cache_folder = cache_folder();
  installation.threads = std::max(1u, std::thread::hardware_concurrency());
  return installation;
}

} // namespace openimr::cli
