#include "cli/environment.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

namespace openimr::cli {

CLI::Option* or_environment(CLI::Option* option, std::string& value, const char* variable, Need need) {
  const char* told = std::getenv(variable);
  const bool is_told = told != nullptr && *told != '\0';
  if (is_told) value = told;
  if (!is_told && need == Need::Required) option->required();
  option->description(option->get_description() + " (or " + variable + ")");
  return option;
}

} // namespace openimr::cli
