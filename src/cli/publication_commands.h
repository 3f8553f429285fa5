// `openimr corpus deidentify|leaks|…` and `openimr publish`: what makes a letter public.
#pragma once

#include "cli/console.h"

namespace CLI {
class App;
}

namespace openimr::cli {

/// `openimr corpus`, made when it is not there yet.
CLI::App* corpus_command(CLI::App& program);

void add_publication_commands(CLI::App& program, const Console& console, int& exit);
/// `openimr publish`
void add_publish_commands(CLI::App& program, const Console& console, int& exit);
/// forecasts and oversight under `openimr corpus`
void add_oversight_commands(CLI::App& program, const Console& console, int& exit);
void add_statistics_commands(CLI::App& program, const Console& console, int& exit);

} // namespace openimr::cli
