// The commands of keeping: audit log, vault, people, backup. Each function adds its verbs to the program; a verb leaves
// its exit code in `exit`.
#pragma once

#include "cli/console.h"
#include "desk/review_case.h"

#include <string>

namespace CLI {
class App;
}

namespace openimr::cli {

/// `openimr audit …`
void add_audit_commands(CLI::App& program, const Console& console, int& exit);

/// `openimr backup`, `restore`, `doctor`
void add_operations_commands(CLI::App& program, const Console& console, int& exit);

/// `openimr upload …` and `openimr mail …`
void add_office_commands(CLI::App& program, const Console& console, int& exit);

/// `openimr oversight …`
void add_case_oversight_commands(CLI::App& program, const Console& console, int& exit);

/// `openimr organization …`
void add_organization_commands(CLI::App& program, const Console& console, int& exit);

/// `openimr people …`
void add_people_commands(CLI::App& program, const Console& console, int& exit);

/// determination.seal.json: the sealed identity of the determination's reviewer. key_file: people/sealed_identity.h.
Result<std::string> seal_file(const desk::Review& review, const std::string& key_file);

/// `openimr serve`
void add_serve_command(CLI::App& program, const Console& console, int& exit);

/// `openimr work`, `openimr jobs …`
void add_work_commands(CLI::App& program, const Console& console, int& exit);

/// `openimr vault …`
void add_vault_commands(CLI::App& program, const Console& console, int& exit);

/// A new file that only its owner can read; Error (Storage) when it exists.
Result<Done> write_secret(const std::string& path, const std::string& text);

/// Where an anchor is left outside of the log.
struct AnchorArguments {
  std::string file;            ///< a line is added to it
  std::string spool, to, from; ///< a message is left in this folder for the mail program to take
  bool is_printed = false;     ///< on standard output
};

/// Writes an anchor line to the places outside; the message's name is that of the checkpoint.
Result<Done> leave_anchor(const Console& console, const AnchorArguments& arguments, const std::string& note);

} // namespace openimr::cli
