// Settings: what an installation is told once: by a file, by the environment, by options, each stronger than the one
// before.
//
// openimr.yaml (OPENIMR_CONFIG, or --config) gives names and values; before a command runs, each that the environment
// does not hold is put there, so that commands ask one place. `openimr config show` says where each value came from.
#pragma once

#include "cli/console.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace openimr::cli {

struct Setting {
  std::string name;     ///< in the file: "store"
  std::string variable; ///< in the environment: "OPENIMR_STORE"
  std::string help;
  bool is_secret = false;    ///< never printed
  std::string value, origin; ///< origin: "default", "openimr.yaml:3", "environment", "option"
};

/// The file that --config or OPENIMR_CONFIG names, before the options are read; empty: none.
std::string config_file(int argc, char** argv);

/// Reads the file (empty: none) and the environment, and puts into the environment what only the file gives.
/// Error (Input) names file, line and key of what is not known.
Result<std::vector<Setting>> load_settings(const std::string& file);

/// `openimr config show`; settings: as load_settings gave them, which must outlive the program.
void add_config_commands(CLI::App& program, const Console& console, const std::vector<Setting>& settings, int& exit);

} // namespace openimr::cli
